package ccm.ota.fetch;

import ccm.api.firmware.FirmwareException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sockets of TLS 1.2 and later whose server proves its name. Made over connected sockets only: so
 * the name may be another than that of the URL.
 */
final class TlsSockets extends SSLSocketFactory {
    private static final char[] NO_PASSWORD = {};
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory sockets;
    private final String serverName;

    private TlsSockets(SSLSocketFactory sockets, String serverName) {
        this.sockets = sockets;
        this.serverName = serverName;
    }

    static TlsSockets of(FetchTls tls) throws FirmwareException {
        KeyManager[] own =
                tls.certificate().isPresent() ? own(tls.certificate().get()) : new KeyManager[0];
        boolean named = tls.authorities().isPresent();
        // null is how TLS is told to trust whom Java trusts
        TrustManager[] trusted = named ? trusted(tls.authorities().get()) : null;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return new TlsSockets(context.getSocketFactory(), tls.serverName());
        } catch (GeneralSecurityException e) {
            throw Failures.setting("url", "TLS is not possible (" + e.getMessage() + ")", e);
        }
    }

    private static TrustManager[] trusted(Path file) throws FirmwareException {
        try {
            KeyStore store = store();
            for (Certificate authority : certificates(file)) {
                store.setCertificateEntry("authority" + store.size(), authority);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw Failures.setting("ssl_ca_file", file + ": " + e.getMessage(), e);
        }
    }

    private static KeyManager[] own(Path file) throws FirmwareException {
        try {
            PrivateKey key =
                    new PemFile(file)
                            .key()
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "no private key in it. put it behind the"
                                                            + " certificate"));
            KeyStore store = store();
            store.setKeyEntry(
                    "own", key, NO_PASSWORD, certificates(file).toArray(Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw Failures.setting("ssl_client_cert_file", file + ": " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        List<Certificate> all = new PemFile(file).certificates();
        if (all.isEmpty()) {
            throw new IOException("no certificate in it. it must be a PEM file");
        }
        return all;
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean closes)
            throws IOException {
        String name = serverName.isEmpty() ? host : serverName;
        SSLSocket socket = (SSLSocket) sockets.createSocket(below, name, port, closes);
        socket.setEnabledProtocols(PROTOCOLS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(new Socket(host, port), host, port, true);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        return createSocket(new Socket(host, port, from, fromPort), host, port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(new Socket(host, port), host.getHostName(), port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        return createSocket(new Socket(host, port, from, fromPort), host.getHostName(), port, true);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
