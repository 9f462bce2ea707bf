package ccm.cli.bundle;

import ccm.cli.line.FailedException;
import ccm.parts.firmware.ImageException;
import ccm.parts.firmware.Images;
import ccm.parts.firmware.MemoryImage;
import ccm.parts.firmware.Segment;
import java.util.List;
import java.util.Optional;

/** Files of any bytes, as images and as bundles: read, or refused in words. */
public final class BundleFuzz {
    private static final List<String> NAMES = List.of("F.hex", "F.srec", "F.bin");

    private BundleFuzz() {}

    public static void fuzzerTestOneInput(byte[] file) {
        for (String name : NAMES) {
            readImage(name, file);
        }
        try {
            Bundle bundle = new Bundle();
            new BundleInput(bundle).archive("in.zip", file);
            bundle.check();
            bundle.manifest();
        } catch (FailedException e) {
            requireWords(e);
        }
    }

    private static void readImage(String name, byte[] file) {
        try {
            Optional<MemoryImage> image = Images.read(name, file, false);
            long end = 0;
            for (Segment segment : image.map(read -> read.segments(1)).orElse(List.of())) {
                if (segment.address() < end || segment.bytes().length == 0) {
                    throw new IllegalStateException("segments lie over each other");
                }
                end = segment.end();
            }
        } catch (ImageException e) {
            requireWords(e);
        }
    }

    private static void requireWords(Exception refusal) {
        if (refusal.getMessage().contains("null")) {
            throw new IllegalStateException("a refusal without a reason", refusal);
        }
    }
}
