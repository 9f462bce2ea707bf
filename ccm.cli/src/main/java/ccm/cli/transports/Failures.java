package ccm.cli.transports;

import ccm.cli.line.FailedException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** Turns what libraries throw into sentences that say what to do. */
public final class Failures {
    private static final int DEPTH = 10;

    private Failures() {}

    /** Why a connection was not made. */
    static FailedException connecting(String name, Throwable failure) {
        Throwable cause = inner(failure);
        if (find(failure, SSLException.class).isPresent()) {
            return tls(name, failure);
        }
        if (find(failure, UnknownHostException.class).isPresent()
                || find(failure, UnresolvedAddressException.class).isPresent()) {
            return failed(name, "the name of the host is not found. Check it, and the DNS", cause);
        }
        if (find(failure, SocketTimeoutException.class).isPresent()
                || find(failure, HttpTimeoutException.class).isPresent()) {
            return failed(name, "no answer in time. Is the address right? See --timeout", cause);
        }
        if (find(failure, ConnectException.class).isPresent()) {
            return failed(name, "no gateway answers there. Does one run, on this port?", cause);
        }
        return failed(name, said(cause), cause);
    }

    /** Why TLS did not come about. */
    private static FailedException tls(String name, Throwable failure) {
        String said = said(deepest(failure));
        String advice =
                said.contains("certification path") || said.contains("trustAnchors")
                        ? "its certificate is of an authority unknown here. Name that with --ca"
                                + " FILE, or trust anybody with --insecure"
                        : said + ". See --ca, --cert and --key; is it a TLS port?";
        return failed(name, advice, failure);
    }

    static FailedException failed(String name, String why, Throwable cause) {
        return new FailedException(name + ": " + why, cause);
    }

    /** The message of a failure, or its kind when it has none. */
    public static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }

    /** Finds a failure of a kind among the causes. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Throwable inner(Throwable failure) {
        boolean wrapper =
                failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && failure.getCause() != null ? inner(failure.getCause()) : failure;
    }

    /** Where it all began. */
    public static Throwable deepest(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause.getCause() != null && i < DEPTH; i++) {
            cause = cause.getCause();
        }
        return cause;
    }
}
