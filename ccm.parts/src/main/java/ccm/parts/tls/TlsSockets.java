package ccm.parts.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes TLS 1.2 and 1.3 sockets with the cipher suites and the protocols that are set. */
final class TlsSockets extends SSLSocketFactory {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory sockets;
    private final String[] ciphers;
    private final String[] protocols;

    /**
     * Makes one.
     *
     * @param ciphers names of the IANA, with underscores or with hyphens as in the original
     * @param protocols of ALPN (RFC 7301), the first is liked best; none to say nothing
     * @throws IllegalArgumentException when one is not known
     */
    TlsSockets(SSLSocketFactory sockets, String ciphers, List<String> protocols) {
        this.sockets = sockets;
        this.protocols = protocols.toArray(String[]::new);
        this.ciphers =
                ciphers.isBlank()
                        ? sockets.getDefaultCipherSuites()
                        : Arrays.stream(ciphers.trim().split("[:,;\\s]+"))
                                .map(name -> name.replace('-', '_'))
                                .toArray(String[]::new);
        List<String> known = List.of(sockets.getSupportedCipherSuites());
        for (String name : this.ciphers) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no cipher suite " + name);
            }
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return ciphers.clone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return prepared(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket over, String host, int port, boolean close)
            throws IOException {
        return prepared(naming(sockets.createSocket(over, host, port, close), host));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prepared(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return prepared(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prepared(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return prepared(sockets.createSocket(host, port, local, localPort));
    }

    /** Java by itself tells the server (SNI, RFC 6066) only names that have a dot. */
    private static Socket naming(Socket socket, String host) {
        if (ADDRESS.matcher(host).matches()) {
            return socket;
        }
        SSLSocket tls = (SSLSocket) socket;
        SSLParameters parameters = tls.getSSLParameters();
        try {
            parameters.setServerNames(List.of(new SNIHostName(host)));
            tls.setSSLParameters(parameters);
        } catch (IllegalArgumentException e) {
            return socket; // no name of the DNS, with an underscore for one: goes unnamed
        }
        return socket;
    }

    private Socket prepared(Socket socket) {
        SSLSocket tls = (SSLSocket) socket;
        tls.setEnabledProtocols(VERSIONS);
        tls.setEnabledCipherSuites(ciphers);
        if (protocols.length > 0) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            tls.setSSLParameters(parameters);
        }
        return tls;
    }
}
