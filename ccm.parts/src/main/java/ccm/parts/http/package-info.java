/** What the servers of HTTP share; copied privately. Who copies it imports Jetty itself. */
package ccm.parts.http;
