package ccm.ota.fetch;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What has come of a URL, and how one more connection adds to it. Used by one thread. */
final class Download {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int TIMEOUT = 408;
    private static final int NO_SUCH_RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int MOST_STARTS = 5;
    private static final int BUFFER = 16 << 10;
    private static final long RESERVE = 1 << 20; // for the gateway's other files

    private final FetchSettings settings;
    private final URI url;
    private final Partial partial;
    private final Fetch.Progress progress;
    private int starts; // that threw away what had come
    private boolean changed; // the last new start was because of another tag
    private long taken;

    /** Looks whether to go on. */
    @FunctionalInterface
    interface Open {
        void require() throws FirmwareException;
    }

    Download(FetchSettings settings, URI url, Partial partial, Fetch.Progress progress) {
        this.settings = settings;
        this.url = url;
        this.partial = partial;
        this.progress = progress;
    }

    /** Bytes that came over all connections. */
    long taken() {
        return taken;
    }

    /** Bytes that are kept. */
    long length() {
        return partial.length();
    }

    /**
     * Makes one connection and takes what comes.
     *
     * @throws Cut another connection may bring the rest
     * @throws IOException the file cannot be written
     */
    Fetched attempt(Request request, String tag, Open open)
            throws Cut, FirmwareException, IOException {
        try (WebConnection answer = answer(request, tag)) {
            Head head = Head.of(answer);
            if (answer.code() == NOT_MODIFIED && !tag.isEmpty()) {
                return new Fetched(false, 0, tag);
            }
            place(answer.code(), head);
            take(answer, open);
            partial.finish();
            return new Fetched(true, partial.length(), head.tag());
        }
    }

    private WebConnection answer(Request request, String tag) throws Cut, FirmwareException {
        try {
            return request.send(conditions(tag));
        } catch (IOException e) {
            throw new Cut(false, e);
        }
    }

    private Map<String, String> conditions(String tag) {
        Map<String, String> conditions = new LinkedHashMap<>();
        if (partial.length() > 0 && !partial.tag().isEmpty()) {
            conditions.put("Range", "bytes=" + partial.length() + "-");
            conditions.put("If-Range", partial.tag());
        } else if (partial.length() == 0 && !tag.isEmpty()) {
            boolean etag = tag.endsWith("\"");
            conditions.put(etag ? "If-None-Match" : "If-Modified-Since", tag);
        }
        return conditions;
    }

    /** Makes the file ready for the bytes that follow: behind the old ones, or anew. */
    private void place(int code, Head head) throws Cut, FirmwareException, IOException {
        if (code == PARTIAL && partial.length() > 0 && head.continues(partial)) {
            return;
        }
        boolean misplaced = code == PARTIAL || code == NO_SUCH_RANGE;
        if (misplaced && partial.length() > 0) {
            startAnew(true, "", 0);
            throw new Cut(true, new IOException("the server sent another part"));
        }
        boolean passing = code >= SERVER || code == TIMEOUT || code == TOO_MANY;
        if (passing && partial.length() > 0) {
            throw new Cut(true, new IOException("HTTP response code " + code));
        }
        if (code != OK) {
            throw Failures.code(url, code);
        }
        boolean other = !partial.tag().isEmpty() && !partial.tag().equals(head.strongTag());
        startAnew(other, head.strongTag(), Math.max(0, head.length()));
    }

    private void startAnew(boolean other, String tag, long total)
            throws FirmwareException, IOException {
        changed |= other;
        if (partial.length() > 0 && ++starts > MOST_STARTS) {
            throw Failures.download(
                    url,
                    changed
                            ? "changed while it was fetched, again and again. Put new files beside"
                                    + " old ones, under names of their own"
                            : "was cut off "
                                    + MOST_STARTS
                                    + " times, and the server cannot go on"
                                    + " where it ended. Use one that takes Range, and sends ETag or"
                                    + " Last-Modified");
        }
        partial.begin(tag, total);
    }

    private void take(WebConnection answer, Open open) throws Cut, FirmwareException, IOException {
        requireRoom(partial.total() > 0 ? partial.total() : 0);
        byte[] buffer = new byte[BUFFER];
        InputStream in = answer.body(); // ends with the connection
        int count = read(in, buffer);
        while (count >= 0) {
            open.require();
            requireSmall(partial.length() + count);
            write(buffer, count);
            progress.at(partial.length(), partial.total());
            count = read(in, buffer);
        }
        if (partial.length() < partial.total()) {
            throw new Cut(true, new EOFException("the connection ended"));
        }
        if (partial.total() > 0 && partial.length() > partial.total()) {
            throw Failures.download(url, "has more bytes than the server said. Try again");
        }
    }

    private static int read(InputStream in, byte[] buffer) throws Cut {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new Cut(true, e);
        }
    }

    private void write(byte[] bytes, int count) throws FirmwareException, IOException {
        try {
            partial.append(bytes, count);
            taken += count;
        } catch (IOException e) {
            requireRoom(partial.length() + bytes.length); // the usual cause
            throw e;
        }
    }

    private void requireSmall(long bytes) throws FirmwareException {
        if (bytes > settings.largest()) {
            throw Failures.download(
                    url,
                    "has more than %d bytes, which no host has room for. Is it a bundle?"
                            .formatted(settings.largest()));
        }
    }

    private void requireRoom(long total) throws FirmwareException, IOException {
        requireSmall(total);
        long room = partial.room();
        long missing = total - partial.length();
        if (room < missing + RESERVE) {
            throw new FirmwareException(
                    Reason.NO_SPACE,
                    "%s: %d bytes are to come, and the gateway's disk has room for %d, of which it keeps %d. Remove files from it"
                            .formatted(Fetch.shown(url), missing, room, RESERVE));
        }
    }
}
