package ccm.cli.bundle;

import ccm.cli.line.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of any bytes, as a bundle to begin with and as firmware: taken, or refused with a reason.
 */
public final class BundleFuzz {
    private static final Path FILE = file();

    private BundleFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        refusable(() -> new BundleInput(new Bundle()).archive(FILE));
        refusable(() -> Images.read("fw.hex", bytes, false));
        refusable(() -> Images.read("fw.s19", bytes, true));
        refusable(() -> Images.read("fw.bin", bytes, false));
    }

    private static void refusable(Step step) {
        try {
            step.run();
        } catch (FailedException e) {
            if (String.valueOf(e.getMessage()).isEmpty()) {
                throw new IllegalStateException("refused without a reason", e);
            }
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("ccm-bundle", ".zip");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One thing that is done with the bytes. */
    private interface Step {
        void run() throws FailedException;
    }
}
