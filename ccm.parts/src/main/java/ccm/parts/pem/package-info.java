/** Certificates and private keys as tools write them, in PEM files; copied privately. */
package ccm.parts.pem;
