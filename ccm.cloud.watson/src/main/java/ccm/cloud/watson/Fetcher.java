package ccm.cloud.watson;

import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads one bundle at a time, on a thread that is there only meanwhile. */
final class Fetcher {
    static final long LARGEST = 64L << 20;
    private static final int ATTEMPTS = 3;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int BUFFER = 16 << 10;
    private static final int OK = 200;
    private static final int CLIENT_FAULT = 400;
    private static final int SERVER_FAULT = 500;
    private static final long RESERVE = 1 << 20; // for the gateway's other files
    private static final long PAUSE_MILLIS = 1_000;
    private static final long FAREWELL_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

    private Thread thread; // these two: guarded by this; null while nothing is fetched
    private HttpURLConnection connection;
    private boolean closed; // guarded by this

    /** It cannot be had, as the platform counts reasons. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Unfit(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /**
     * Begins.
     *
     * @param over told the status at the end: {@link Firmware#SUCCESS} or why not; on the thread
     *     that fetches, and not at all after {@link #close}
     */
    synchronized void begin(Firmware wanted, Path to, IntConsumer over) {
        if (!closed) {
            thread = new NamedThreads("ccm-watson-fetch").newThread(() -> run(wanted, to, over));
            thread.start();
        }
    }

    void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            if (connection != null) {
                connection.disconnect();
            }
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(FAREWELL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(Firmware wanted, Path to, IntConsumer over) {
        int status = attempt(wanted, to);
        boolean tell;
        synchronized (this) {
            tell = !closed;
            thread = null;
        }
        if (tell) {
            over.accept(status);
        }
    }

    private int attempt(Firmware wanted, Path to) {
        Path aside = to.resolveSibling(to.getFileName() + ".part");
        for (int i = 1; ; i++) {
            try {
                Files.createDirectories(to.getParent());
                take(wanted, aside);
                Files.move(aside, to, StandardCopyOption.REPLACE_EXISTING);
                return Firmware.SUCCESS;
            } catch (Unfit e) {
                LOG.warn("watson: firmware {}: {}", wanted.uri(), e.getMessage());
                return e.status;
            } catch (IOException | GeneralSecurityException e) {
                if (closing()) {
                    return Firmware.CONNECTION_LOST; // we have cut it off ourselves
                }
                LOG.warn(
                        "watson: firmware {}: {}. attempt {} of {}",
                        wanted.uri(),
                        e.toString(),
                        i,
                        ATTEMPTS);
                if (i == ATTEMPTS || !pause()) {
                    return Firmware.CONNECTION_LOST;
                }
            }
        }
    }

    private synchronized boolean closing() {
        return closed;
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // we are closing
            return false;
        }
    }

    private void take(Firmware wanted, Path aside)
            throws IOException, Unfit, GeneralSecurityException {
        MessageDigest digest = digest(wanted.verifier());
        HttpURLConnection from =
                (HttpURLConnection) URI.create(wanted.uri()).toURL().openConnection();
        synchronized (this) {
            connection = from;
        }
        from.setConnectTimeout(CONNECT_MILLIS);
        from.setReadTimeout(READ_MILLIS);
        try (InputStream in = open(from);
                OutputStream out = Files.newOutputStream(aside)) {
            copy(in, out, digest, aside);
        } finally {
            from.disconnect();
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!wanted.verifier().isEmpty() && !found.equalsIgnoreCase(wanted.verifier())) {
            Files.deleteIfExists(aside);
            throw new Unfit(
                    Firmware.NOT_VERIFIED,
                    "its digest is "
                            + found
                            + ", the verifier says "
                            + wanted.verifier()
                            + ". was another file put there?");
        }
    }

    private static InputStream open(HttpURLConnection from) throws IOException, Unfit {
        int code = from.getResponseCode();
        if (code >= CLIENT_FAULT && code < SERVER_FAULT) {
            throw new Unfit(Firmware.BAD_URI, "HTTP " + code + ". is it there, for this gateway?");
        }
        if (code != OK) {
            throw new IOException("HTTP " + code);
        }
        return from.getInputStream();
    }

    private static void copy(InputStream in, OutputStream out, MessageDigest digest, Path aside)
            throws IOException, Unfit {
        byte[] buffer = new byte[BUFFER];
        long taken = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            taken += count;
            if (taken > LARGEST) {
                throw new Unfit(
                        Firmware.NO_ROOM,
                        "more than " + LARGEST + " bytes, which no host has room for");
            }
            if (Files.getFileStore(aside).getUsableSpace() < RESERVE) {
                throw new Unfit(Firmware.NO_ROOM, "the gateway's disk is full. remove files");
            }
            out.write(buffer, 0, count);
            digest.update(buffer, 0, count);
        }
    }

    /** By its length, because the platform says nothing of how it was made. */
    private static MessageDigest digest(String verifier) throws Unfit, GeneralSecurityException {
        String hex = verifier.toLowerCase(Locale.ROOT);
        String algorithm =
                switch (hex.matches("[0-9a-f]*") ? hex.length() : -1) {
                    case 32 -> "MD5";
                    case 40 -> "SHA-1";
                    case 0, 64 -> "SHA-256";
                    default ->
                            throw new Unfit(
                                    Firmware.NOT_VERIFIED,
                                    "the verifier \""
                                            + verifier
                                            + "\" is no digest. write MD5, SHA-1 or SHA-256 in"
                                            + " hex, or leave it empty");
                };
        return MessageDigest.getInstance(algorithm);
    }
}
