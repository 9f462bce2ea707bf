package ccm.mqtt;

import static ccm.api.cloud.Fault.CREDENTIALS;
import static ccm.api.cloud.Fault.LOST;
import static ccm.api.cloud.Fault.THROTTLED;
import static ccm.api.cloud.Fault.TLS;
import static ccm.api.cloud.Fault.UNREACHABLE;

import ccm.api.mqtt.Refusal;
import ccm.parts.ws.UpgradeException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Puts what went wrong into words, with what to do about it. */
final class Causes {
    private Causes() {}

    /** A CONNACK other than 0, MQTT 3.1.1 section 3.2.2.3. */
    static Failure connack(int code, Throwable cause) {
        return switch (code) {
            case 1 ->
                    Failure.of(
                            UNREACHABLE,
                            "the broker does not speak MQTT 3.1.1 (CONNACK 1). update it",
                            cause);
            case 2 ->
                    Failure.refused(
                            Refusal.CLIENT_ID,
                            CREDENTIALS,
                            "the broker refuses our client id (CONNACK 2)",
                            "change client_id",
                            cause);
            case 3 ->
                    Failure.refused(
                            Refusal.UNAVAILABLE,
                            THROTTLED,
                            "the broker is not available (CONNACK 3)",
                            "see its log",
                            cause);
            case 4 ->
                    Failure.refused(
                            Refusal.LOGIN,
                            CREDENTIALS,
                            "user name or password is wrong (CONNACK 4)",
                            "check user and pass",
                            cause);
            case 5 ->
                    Failure.refused(
                            Refusal.LOGIN,
                            CREDENTIALS,
                            "not authorized (CONNACK 5)",
                            "check user and pass, and what the broker allows this client id",
                            cause);
            default ->
                    Failure.refused(
                            Refusal.LOGIN,
                            CREDENTIALS,
                            "the broker refuses us (CONNACK " + code + ")",
                            "see its log",
                            cause);
        };
    }

    /** What a socket, TLS or the WebSocket upgrade reports. */
    static Failure of(Throwable problem) {
        if (problem instanceof UnknownHostException) {
            return Failure.of(
                    UNREACHABLE,
                    "the name cannot be resolved. check server, and the network's DNS",
                    problem);
        }
        if (problem instanceof SSLException) {
            return tls(problem);
        }
        if (problem instanceof SocketTimeoutException) {
            return Failure.of(
                    UNREACHABLE, "no answer in time. check server, and firewalls between", problem);
        }
        if (problem instanceof NoRouteToHostException) {
            return Failure.of(UNREACHABLE, "no route to it. check the network", problem);
        }
        if (problem instanceof ConnectException) {
            return Failure.of(
                    UNREACHABLE,
                    "connection refused. does the broker run, and listen on this port?",
                    problem);
        }
        if (problem instanceof UpgradeException refused) {
            return upgrade(refused);
        }
        if (problem instanceof EOFException) {
            return Failure.dropped("the broker closed the connection. see its log", problem);
        }
        if (problem instanceof SocketException) {
            return Failure.dropped(
                    "the connection broke ("
                            + problem.getMessage()
                            + "). check the network, and the broker's log",
                    problem);
        }
        return Failure.of(LOST, said(problem), problem);
    }

    /** True when the other side closed or reset the connection without a word. */
    static boolean hungUp(Throwable problem) {
        return inside(problem, EOFException.class).isPresent()
                || inside(problem, SocketException.class)
                        .filter(each -> !(each instanceof ConnectException))
                        .filter(each -> !(each instanceof NoRouteToHostException))
                        .isPresent();
    }

    /** What the status of an answer to the WebSocket upgrade says, RFC 9110 section 15. */
    private static Failure upgrade(UpgradeException problem) {
        return switch (problem.status()) {
            case 401, 403 ->
                    Failure.refused(
                            Refusal.LOGIN,
                            CREDENTIALS,
                            said(problem),
                            "check the user, the password or the token",
                            problem);
            case 429, 503 ->
                    Failure.refused(
                            Refusal.UNAVAILABLE,
                            THROTTLED,
                            said(problem),
                            "see its log, and connect less often",
                            problem);
            default ->
                    Failure.of(
                            UNREACHABLE,
                            said(problem)
                                    + ". check ws_path, and that the port is the one for WebSocket",
                            problem);
        };
    }

    private static Failure tls(Throwable problem) {
        return ClockDoubts.date(problem, Instant.now()).orElseGet(() -> atAnyTime(problem));
    }

    /** What is wrong with it whatever the clock says. */
    private static Failure atAnyTime(Throwable problem) {
        if (inside(problem, CertPathBuilderException.class).isPresent()
                || inside(problem, CertPathValidatorException.class).isPresent()) {
            return Failure.refused(
                    Refusal.AUTHORITY,
                    TLS,
                    "its certificate is of an authority that we do not know",
                    "check ssl_ca_cert",
                    problem);
        }
        return inside(problem, CertificateException.class)
                .map(why -> wrongHost(why, problem))
                .orElseGet(() -> alert(problem));
    }

    private static Failure wrongHost(Throwable why, Throwable problem) {
        return Failure.of(
                TLS,
                "its certificate is for another host ("
                        + why.getMessage()
                        + "). server must be a name in the certificate",
                problem);
    }

    private static Failure alert(Throwable problem) {
        String said = said(problem);
        String known = said.toLowerCase(Locale.ROOT);
        if (known.contains("certificate_required")
                || known.contains("bad_certificate")
                || known.contains("certificate_unknown")
                || known.contains("certificate_expired")
                || known.contains("certificate_revoked")
                || known.contains("unknown_ca")
                || known.contains("access_denied")) {
            return Failure.refused(
                    Refusal.CERTIFICATE,
                    CREDENTIALS,
                    "the broker refuses our client certificate (" + said + ")",
                    "check ssl_cert and ssl_key",
                    problem);
        }
        if (known.contains("unsupported or unrecognized")) {
            return Failure.of(TLS, "it does not speak TLS. check the port in server", problem);
        }
        if (known.contains("handshake_failure") || known.contains("protocol_version")) {
            return Failure.of(
                    TLS,
                    "no common TLS version or cipher ("
                            + said
                            + "). check ssl_cipher_suites, and"
                            + " whether the broker wants a client certificate",
                    problem);
        }
        return Failure.of(TLS, "TLS failed (" + said + "). see the broker's log", problem);
    }

    /** The first of that kind in a chain of causes. */
    static <T extends Throwable> Optional<T> inside(Throwable problem, Class<T> type) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }

    private static String said(Throwable problem) {
        return Optional.ofNullable(problem.getMessage())
                .orElseGet(() -> problem.getClass().getSimpleName());
    }
}
