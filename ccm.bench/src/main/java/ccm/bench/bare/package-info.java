/** What CCM over HTTP is compared with: Jetty with nothing behind it. */
package ccm.bench.bare;
