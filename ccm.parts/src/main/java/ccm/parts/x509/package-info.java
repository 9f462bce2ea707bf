/** Writing X.509 certificates and requests for them, for which the Java runtime has no class. */
package ccm.parts.x509;
