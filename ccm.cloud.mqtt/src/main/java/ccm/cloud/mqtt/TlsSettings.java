package ccm.cloud.mqtt;

/**
 * Names of PEM files, and what else TLS needs; empty where not set.
 *
 * @param authority turns TLS on
 * @param ciphers names, separated by colons or commas
 * @param psk true when a pre-shared key is set
 */
record TlsSettings(String authority, String certificate, String key, String ciphers, boolean psk) {
    boolean on() {
        return !authority.isEmpty();
    }
}
