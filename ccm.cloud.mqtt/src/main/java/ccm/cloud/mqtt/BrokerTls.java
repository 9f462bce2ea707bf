package ccm.cloud.mqtt;

import ccm.api.cloud.CloudException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS out of PEM files, anew for each attempt: so a renewed certificate is used at once. */
final class BrokerTls {
    private static final char[] NO_PASSWORD = {};
    private static final byte[] PROBE = {1};

    private final BrokerSettings settings;
    private final Path files;

    /**
     * Makes one.
     *
     * @param files what file names are relative to
     */
    BrokerTls(BrokerSettings settings, Path files) {
        this.settings = settings;
        this.files = files;
    }

    /** Reads the files; names setting and path of what is wrong. */
    SSLSocketFactory sockets() throws CloudException {
        TrustManager[] trusted = trusted();
        KeyManager[] own = settings.tls().certificate().isEmpty() ? new KeyManager[0] : own();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return new BrokerSockets(context.getSocketFactory(), settings.tls().ciphers());
        } catch (GeneralSecurityException e) {
            throw settings.fault("ssl_ca_cert", "TLS is not possible: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw settings.fault(
                    "ssl_cipher_suites",
                    e.getMessage() + ". this Java knows others; empty takes its own choice",
                    e);
        }
    }

    private TrustManager[] trusted() throws CloudException {
        List<Certificate> authorities = certificates("ssl_ca_cert", settings.tls().authority());
        try {
            KeyStore store = empty();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority" + i, authorities.get(i));
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw settings.fault("ssl_ca_cert", e.getMessage(), e);
        }
    }

    private KeyManager[] own() throws CloudException {
        List<Certificate> chain = certificates("ssl_cert", settings.tls().certificate());
        PrivateKey key = key();
        try {
            if (!belong(key, chain.get(0).getPublicKey())) {
                throw settings.fault(
                        "ssl_key",
                        path(settings.tls().key())
                                + ": is not the key of the first certificate in ssl_cert. which of"
                                + " them is old?");
            }
            KeyStore store = empty();
            store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw settings.fault("ssl_cert", e.getMessage(), e);
        }
    }

    private List<Certificate> certificates(String setting, String name) throws CloudException {
        Path path = path(name);
        try {
            List<Certificate> all = new PemFile(path).certificates();
            if (all.isEmpty()) {
                throw new IOException("no certificate in it. it must be a PEM file");
            }
            return all;
        } catch (GeneralSecurityException | IOException e) {
            throw settings.fault(setting, path + ": " + e.getMessage(), e);
        }
    }

    private PrivateKey key() throws CloudException {
        if (settings.tls().key().isEmpty()) {
            throw settings.fault(
                    "ssl_key", "is empty. name the key of the certificate in ssl_cert");
        }
        Path path = path(settings.tls().key());
        try {
            return new PemFile(path)
                    .key()
                    .orElseThrow(() -> new IOException("no private key in it. is it a PEM file?"));
        } catch (GeneralSecurityException | IOException e) {
            throw settings.fault("ssl_key", path + ": " + e.getMessage(), e);
        }
    }

    private Path path(String name) {
        return files.resolve(name);
    }

    private static boolean belong(PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(signing(key));
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static String signing(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
