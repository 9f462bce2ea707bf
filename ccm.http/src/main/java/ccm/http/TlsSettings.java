package ccm.http;

/**
 * The files of an encrypted listener, in {@code files/} of the data folder unless absolute.
 *
 * @param certificate empty for one that this gateway makes for itself
 * @param key of the certificate
 * @param clients the authority that clients' certificates must come from; empty asks for none
 */
record TlsSettings(String certificate, String key, String clients) {
    boolean ownCertificate() {
        return certificate.isEmpty();
    }
}
