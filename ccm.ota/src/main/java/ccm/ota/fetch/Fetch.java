package ccm.ota.fetch;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download into a file. It goes on where it was cut off, also after a restart of the gateway: a
 * small file beside the unfinished one says of what it is the beginning.
 */
public final class Fetch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final FetchSettings settings;
    private final URI url;
    private final Path file;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<WebConnection> connection = Optional.empty();

    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * So far, on the caller's thread.
         *
         * @param total 0 when the server does not say
         */
        void at(long done, long total);
    }

    /** Prepares one; {@link #run} begins it. */
    public Fetch(FetchSettings settings, URI url, Path file) {
        this.settings = settings;
        this.url = url;
        this.file = file;
    }

    /**
     * Fetches all of it, and blocks until it is on disk, forced.
     *
     * @param tag what the last complete download of this URL returned; empty to fetch in any case
     * @throws FirmwareException {@code DOWNLOAD}, {@code NO_SPACE}, {@code NOT_CONFIGURED} for
     *     settings that cannot be used, {@code ABORTED} after {@link #close} or an interrupt
     */
    public Fetched run(String tag, Progress progress) throws FirmwareException {
        Request request = new Request(settings, url, this::opened);
        try (Partial partial = new Partial(file, url)) {
            return repeat(new Download(settings, url, partial, progress), request, tag);
        } catch (ClosedByInterruptException e) {
            throw Failures.aborted(url);
        } catch (IOException e) {
            throw new FirmwareException(
                    Reason.INTERNAL,
                    file + ": cannot be written (" + e.getMessage() + "). Check the disk",
                    e);
        }
    }

    /** Tries until it is whole, as long as bytes come now and then. */
    private Fetched repeat(Download download, Request request, String tag)
            throws FirmwareException, IOException {
        long last = System.nanoTime();
        int vain = 0;
        while (true) {
            long before = download.taken();
            try {
                requireOpen();
                return download.attempt(request, tag, this::requireOpen);
            } catch (Cut cut) {
                requireOpen();
                if (download.taken() > before) {
                    last = System.nanoTime();
                    vain = 0;
                }
                boolean hopeless = !cut.answered() && download.length() == 0;
                if (System.nanoTime() - last > settings.patience().toNanos()
                        || hopeless && !cut.isTimeout()
                        || cut.getCause() instanceof SSLException && !cut.answered()) {
                    throw failure(download, cut);
                }
                pause(vain++);
            }
        }
    }

    private FirmwareException failure(Download download, Cut cut) {
        return cut.answered() || download.length() > 0
                ? Failures.cut(url, download.length(), cut.getCause())
                : Failures.connection(url, cut.getCause());
    }

    private void pause(int vain) throws FirmwareException {
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(vain, 10));
        try {
            if (closed.await(pause, TimeUnit.MILLISECONDS)) {
                throw Failures.aborted(url);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.aborted(url);
        }
    }

    private void requireOpen() throws FirmwareException {
        if (closed.getCount() == 0 || Thread.currentThread().isInterrupted()) {
            throw Failures.aborted(url);
        }
    }

    private void opened(WebConnection made) {
        connection = Optional.of(made);
        if (closed.getCount() == 0) {
            made.close();
        }
    }

    /** A URL as it may be logged: without user, password, query and fragment. */
    public static String shown(URI url) {
        if (url.getHost() == null) {
            return "the URL";
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return url.getScheme() + "://" + url.getHost() + port + path;
    }

    /**
     * Ends a download that is under way, from any thread; what has come stays for the next time.
     */
    @Override
    public void close() {
        closed.countDown();
        connection.ifPresent(WebConnection::close);
    }

    /** Removes what an unfinished download has left. */
    public static void forget(Path file) {
        try {
            Partial.forget(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed ({}). Remove it by hand", file, e.getMessage());
        }
    }
}
