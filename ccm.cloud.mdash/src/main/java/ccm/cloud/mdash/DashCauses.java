package ccm.cloud.mdash;

import static ccm.api.cloud.Fault.CLOCK;
import static ccm.api.cloud.Fault.CREDENTIALS;
import static ccm.api.cloud.Fault.LOST;
import static ccm.api.cloud.Fault.POLICY;
import static ccm.api.cloud.Fault.THROTTLED;
import static ccm.api.cloud.Fault.TLS;
import static ccm.api.cloud.Fault.UNREACHABLE;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.cloud.mdash.DashFailure.Kind;
import ccm.parts.clock.CertificateDate;
import ccm.parts.clock.ClockSigns;
import ccm.parts.ws.TooLongException;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Puts what went wrong into words, with what to do about it. */
final class DashCauses {
    private static final int NOT_FOUND = 404;
    private static final int POLICY_CODE = 1008;
    private static final int TOO_BIG_CODE = 1009;
    private static final int NOT_TEXT_CODE = 1007;
    private static final int LATER_CODE = 1013;

    private DashCauses() {}

    /** What a socket, TLS or the WebSocket reports. */
    static DashFailure of(Throwable problem, Instant now) {
        if (problem instanceof CloudException told) {
            return DashFailure.of(told.fault(), told.getMessage(), told);
        }
        if (problem instanceof UpgradeException refused) {
            return upgrade(refused, now);
        }
        if (problem instanceof SSLException) {
            return tls(problem, now);
        }
        return network(problem);
    }

    private static DashFailure network(Throwable problem) {
        if (problem instanceof UnknownHostException) {
            return DashFailure.of(
                    UNREACHABLE,
                    "the name cannot be resolved. check dash.server, and the network's DNS",
                    problem);
        }
        if (problem instanceof SocketTimeoutException) {
            return DashFailure.of(
                    UNREACHABLE, "no answer in time. check the network, and firewalls", problem);
        }
        if (problem instanceof NoRouteToHostException) {
            return DashFailure.of(UNREACHABLE, "no route to it. check the network", problem);
        }
        if (problem instanceof ConnectException) {
            return DashFailure.of(
                    UNREACHABLE, "connection refused. check the port in dash.server", problem);
        }
        if (problem instanceof EOFException) {
            return DashFailure.ended(
                    Kind.DROPPED, LOST, "the server closed the connection. see its log", problem);
        }
        if (problem instanceof TooLongException) {
            return DashFailure.of(LOST, said(problem) + ". ask for less at a time", problem);
        }
        if (problem instanceof SocketException) {
            return DashFailure.ended(
                    Kind.DROPPED,
                    LOST,
                    "the connection broke (" + problem.getMessage() + "). check the network",
                    problem);
        }
        return DashFailure.of(LOST, said(problem) + ". is dash.server an mDash?", problem);
    }

    /** A close frame, RFC 6455 section 7.4.1. */
    static DashFailure closed(int code) {
        String text = "the server closed the connection (" + code + ")";
        return switch (code) {
            case POLICY_CODE, TOO_BIG_CODE, NOT_TEXT_CODE ->
                    DashFailure.ended(
                            Kind.BANISHED,
                            POLICY,
                            text + " for what we sent. see what it allows, and dash.max_frame",
                            null);
            case LATER_CODE ->
                    DashFailure.ended(
                            Kind.DROPPED,
                            THROTTLED,
                            text + " and asks for less. publish less often",
                            null);
            default -> DashFailure.ended(Kind.DROPPED, LOST, text + ". see its log", null);
        };
    }

    /** The server refuses us, by a status of HTTP or the code of an error. */
    static DashFailure refused(String what, Throwable cause, Instant now) {
        return ClockSigns.neverSet(now)
                ? DashFailure.of(CLOCK, what + ", and" + clock(now) + ": set it first", cause)
                : DashFailure.of(
                        CREDENTIALS,
                        what + ". check dash.token: is the device still there in mDash?",
                        cause);
    }

    private static DashFailure upgrade(UpgradeException refused, Instant now) {
        String what = refused.getMessage();
        DashFailure failure =
                switch (refused.status()) {
                    case 401, 403 -> refused(what, refused, now);
                    case 429, 503 ->
                            DashFailure.of(
                                    THROTTLED, what + ". it asks for less; we try later", refused);
                    case NOT_FOUND ->
                            DashFailure.of(
                                    UNREACHABLE, what + ". check the path in dash.server", refused);
                    default ->
                            DashFailure.of(
                                    UNREACHABLE,
                                    what + ". is dash.server an mDash, and no proxy in between?",
                                    refused);
                };
        return refused.retryAfterSeconds()
                .map(seconds -> failure.after(Duration.ofSeconds(seconds)))
                .orElse(failure);
    }

    private static DashFailure tls(Throwable problem, Instant now) {
        Optional<CertificateDate> date = CertificateDate.of(problem, now);
        if (date.isPresent()) {
            return DashFailure.of(date.get().doubted() ? CLOCK : TLS, date.get().text(), problem);
        }
        if (inside(problem, CertPathBuilderException.class).isPresent()
                || inside(problem, CertPathValidatorException.class).isPresent()) {
            return DashFailure.of(
                    TLS,
                    "its certificate is of an authority that we do not know. check"
                            + " dash.ssl_ca_cert",
                    problem);
        }
        return inside(problem, CertificateException.class)
                .map(
                        why ->
                                DashFailure.of(
                                        TLS,
                                        "its certificate is for another host ("
                                                + why.getMessage()
                                                + "). check the name in dash.server",
                                        problem))
                .orElseGet(() -> alert(problem));
    }

    private static DashFailure alert(Throwable problem) {
        String said = said(problem);
        String known = said.toLowerCase(Locale.ROOT);
        if (known.contains("unsupported or unrecognized")) {
            return DashFailure.of(
                    TLS, "it does not speak TLS. check the port in dash.server", problem);
        }
        if (known.contains("terminated the handshake")) {
            return DashFailure.of(
                    TLS,
                    "it hangs up on TLS. check the port in dash.server, proxies between, and"
                            + " dash.ssl_cert if it wants a certificate",
                    problem);
        }
        Fault fault = known.contains("certificate") ? CREDENTIALS : TLS;
        return inside(problem, SocketException.class).isPresent()
                ? DashFailure.ended(
                        Kind.DROPPED, LOST, "the connection broke (" + said + ")", problem)
                : DashFailure.of(
                        fault,
                        "TLS failed (" + said + "). check dash.ssl_cert and dash.ssl_key",
                        problem);
    }

    private static String clock(Instant now) {
        return " the clock of this gateway says " + now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The first of that kind in a chain of causes. */
    private static <T extends Throwable> Optional<T> inside(Throwable problem, Class<T> type) {
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
