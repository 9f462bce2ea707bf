package ccm.parts.tls;

import ccm.api.cloud.CloudException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.file.Files;
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
public final class PemTls {
    private static final char[] NO_PASSWORD = {};
    private static final byte[] PROBE = {1};

    private final TlsFiles tls;
    private final Path folder;

    /**
     * Makes one.
     *
     * @param folder what file names are relative to
     */
    public PemTls(TlsFiles tls, Path folder) {
        this.tls = tls;
        this.folder = folder;
    }

    /**
     * Reads the files.
     *
     * @throws CloudException names setting and path of what is wrong
     */
    public SSLSocketFactory sockets() throws CloudException {
        TrustManager[] trusted = trusted();
        KeyManager[] own = tls.certificate().isEmpty() ? new KeyManager[0] : own();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return new TlsSockets(
                    context.getSocketFactory(), tls.ciphers().value(), tls.protocols());
        } catch (GeneralSecurityException e) {
            throw tls.authority().fault("TLS is not possible: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw tls.ciphers()
                    .fault(
                            e.getMessage() + ". this Java knows others; empty takes its own choice",
                            e);
        }
    }

    private TrustManager[] trusted() throws CloudException {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw tls.authority().fault(e.getMessage(), e);
        }
    }

    /** Null, for the factory, stands for the authorities of this machine. */
    private KeyStore authorities() throws CloudException, GeneralSecurityException, IOException {
        if (tls.usual() && usualServe()) {
            return null;
        }
        List<Certificate> authorities = certificates(tls.authority());
        KeyStore store = empty();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority" + i, authorities.get(i));
        }
        return store;
    }

    private boolean usualServe() {
        return tls.authority().isEmpty()
                || tls.authority().value().equals(TlsFiles.DEFAULT_AUTHORITY)
                        && !Files.exists(path(tls.authority()));
    }

    private KeyManager[] own() throws CloudException {
        List<Certificate> chain = certificates(tls.certificate());
        PrivateKey key = key();
        try {
            if (!belong(key, chain.get(0).getPublicKey())) {
                throw tls.key()
                        .fault(
                                path(tls.key())
                                        + ": is not the key of the first certificate in "
                                        + lastPart(tls.certificate().path())
                                        + ". which of them is old?");
            }
            KeyStore store = empty();
            store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw tls.certificate().fault(e.getMessage(), e);
        }
    }

    private List<Certificate> certificates(TlsSetting setting) throws CloudException {
        try {
            List<Certificate> all = new PemFile(path(setting)).certificates();
            if (all.isEmpty()) {
                throw new IOException("no certificate in it. it must be a PEM file");
            }
            return all;
        } catch (GeneralSecurityException | IOException e) {
            throw setting.fault(path(setting) + ": " + e.getMessage(), e);
        }
    }

    private PrivateKey key() throws CloudException {
        if (tls.key().isEmpty()) {
            throw tls.key()
                    .fault(
                            "is empty. name the key of the certificate in "
                                    + lastPart(tls.certificate().path()));
        }
        try {
            return new PemFile(path(tls.key()))
                    .key()
                    .orElseThrow(() -> new IOException("no private key in it. is it a PEM file?"));
        } catch (GeneralSecurityException | IOException e) {
            throw tls.key().fault(path(tls.key()) + ": " + e.getMessage(), e);
        }
    }

    private Path path(TlsSetting setting) {
        return folder.resolve(setting.value());
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
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
