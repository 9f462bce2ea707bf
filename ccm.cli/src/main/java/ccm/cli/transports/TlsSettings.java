package ccm.cli.transports;

import ccm.cli.line.FailedException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How TLS is done. Without anything here the authorities that Java knows are trusted, and the name
 * of the host must be the certificate's.
 *
 * @param authorities PEM file of the authorities to trust instead
 * @param certificate PEM file of our own certificate
 * @param key PEM file of its key
 * @param insecure trust anybody
 */
public record TlsSettings(
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> key,
        boolean insecure) {
    private static final char[] NO_PASSWORD = {};

    /** What connections are made with. */
    public SSLContext context() throws FailedException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own(), trusted(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new FailedException("TLS: " + e.getMessage(), e);
        }
    }

    /** Null where Java's own choice is meant: so the contract of its TLS says. */
    private TrustManager[] trusted() throws FailedException, GeneralSecurityException, IOException {
        if (insecure) {
            return new TrustManager[] {new Anybody()};
        }
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (Certificate authority : certificates("--ca", authorities.get())) {
            store.setCertificateEntry("authority" + store.size(), authority);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] own() throws FailedException, GeneralSecurityException, IOException {
        if (certificate.isEmpty()) {
            return new KeyManager[0];
        }
        Path keyFile = key.orElse(certificate.get());
        List<Certificate> chain = certificates("--cert", certificate.get());
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key(keyFile), NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static List<Certificate> certificates(String option, Path file) throws FailedException {
        try {
            List<Certificate> all = new PemFile(file).certificates();
            if (!all.isEmpty()) {
                return all;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException(option + " " + file + ": " + e.getMessage(), e);
        }
        throw new FailedException(option + " " + file + ": no certificate in it. Is it PEM?");
    }

    private static PrivateKey key(Path file) throws FailedException {
        try {
            Optional<PrivateKey> key = new PemFile(file).key();
            if (key.isPresent()) {
                return key.get();
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException("--key " + file + ": " + e.getMessage(), e);
        }
        throw new FailedException("--key " + file + ": no private key in it. Is it PEM?");
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** What {@code --insecure} asked for: no authority and no name is checked. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            throw new UnsupportedOperationException("clients are not ours to check");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            throw new UnsupportedOperationException("clients are not ours to check");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            throw new UnsupportedOperationException("clients are not ours to check");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            // anybody
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            // anybody
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            // anybody
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
