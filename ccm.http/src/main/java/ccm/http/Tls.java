package ccm.http;

import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes TLS out of PEM files.
 *
 * @param context ready for a server
 * @param asksClients true when clients must show a certificate
 * @param fingerprint SHA-256 of the certificate, for people to compare
 */
record Tls(SSLContext context, boolean asksClients, String fingerprint) {
    private static final char[] NO_PASSWORD = {};
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /**
     * Reads the files.
     *
     * @param data the data folder
     * @throws IOException names setting and file of what is wrong
     */
    static Tls of(TlsSettings settings, Path data) throws IOException {
        Path files = data.resolve("files");
        if (settings.ownCertificate()) {
            OwnCertificate own = new OwnCertificate(data.resolve("config"));
            own.ensure();
            return of(own.certificate(), own.key(), settings, files);
        }
        if (settings.key().isEmpty()) {
            throw new IOException(
                    "http.ssl_key: is empty. Name the key of the certificate in http.ssl_cert");
        }
        return of(
                files.resolve(settings.certificate()),
                files.resolve(settings.key()),
                settings,
                files);
    }

    private static Tls of(Path certificate, Path key, TlsSettings settings, Path files)
            throws IOException {
        List<Certificate> chain = certificates("http.ssl_cert", certificate);
        PrivateKey secret = key(key);
        TrustManager[] trusted =
                settings.clients().isEmpty() ? null : trusted(files.resolve(settings.clients()));
        try {
            KeyStore store = empty();
            store.setKeyEntry("own", secret, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted, null);
            return new Tls(context, trusted != null, fingerprint(chain.get(0)));
        } catch (GeneralSecurityException e) {
            throw new IOException("http.ssl_cert: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(Path authority) throws IOException {
        List<Certificate> authorities = certificates("http.ssl_ca_cert", authority);
        try {
            KeyStore store = empty();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority" + i, authorities.get(i));
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException("http.ssl_ca_cert: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(String setting, Path file) throws IOException {
        try {
            List<Certificate> all = new PemFile(file).certificates();
            if (all.isEmpty()) {
                throw new IOException("no certificate in it. Is it a PEM file?");
            }
            return all;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(setting + ": " + file + ": " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        try {
            return new PemFile(file)
                    .key()
                    .orElseThrow(() -> new IOException("no private key in it. Is it a PEM file?"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("http.ssl_key: " + file + ": " + e.getMessage(), e);
        }
    }

    private static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HEX.formatHex(digest);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
