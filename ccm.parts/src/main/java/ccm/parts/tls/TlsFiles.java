package ccm.parts.tls;

import java.util.List;
import java.util.Objects;

/**
 * What a TLS connection is made of: PEM files, named by settings.
 *
 * @param authority whom to trust
 * @param certificate ours, with what is between it and an authority; empty to show none
 * @param key of that certificate
 * @param ciphers names of the IANA, separated by colons or commas; empty for Java's own choice
 * @param protocols of ALPN (RFC 7301); none to say nothing
 * @param usual true to trust the authorities of this machine when {@code authority} is empty, or
 *     names {@value #DEFAULT_AUTHORITY} and there is no such file
 */
public record TlsFiles(
        TlsSetting authority,
        TlsSetting certificate,
        TlsSetting key,
        TlsSetting ciphers,
        List<String> protocols,
        boolean usual) {
    /** The name that devices in the field have in their settings. */
    public static final String DEFAULT_AUTHORITY = "ca.pem";

    public TlsFiles {
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(ciphers, "ciphers");
        protocols = List.copyOf(protocols);
    }
}
