/** Bundles by URL: fetched over HTTP and HTTPS, and resumed where they were cut off. */
package ccm.ota.fetch;
