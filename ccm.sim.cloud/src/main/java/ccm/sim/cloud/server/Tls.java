package ccm.sim.cloud.server;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS of a door, by the Java runtime. */
final class Tls {
    private Tls() {}

    static SslContext context(ServerPlan plan, Door door) throws SSLException {
        Credential own = plan.own();
        SslContextBuilder builder =
                SslContextBuilder.forServer(
                                own.key(), own.certificate(), plan.authority().certificate())
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .trustManager(new Clients(plan.trust()))
                        .clientAuth(
                                door.clientCertificate() ? ClientAuth.OPTIONAL : ClientAuth.NONE);
        if (!door.alpn().isEmpty()) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            door.alpn()));
        }
        return builder.build();
    }

    /** Decides about certificates of clients as the cloud does, and names no authority to them. */
    private static final class Clients extends X509ExtendedTrustManager {
        private final Function<List<X509Certificate>, Optional<String>> check;

        Clients(Function<List<X509Certificate>, Optional<String>> check) {
            this.check = check;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            Optional<String> why = check.apply(List.of(chain));
            if (why.isPresent()) {
                throw new CertificateException(why.get());
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
