/** TLS sockets for connections that we open, out of PEM files; copied privately. */
package ccm.parts.tls;
