package ccm.core.frame;

import ccm.core.frame.IdemAnswers.Kept;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries kept answers over from one life of this bundle to the next, so that a swap does not make
 * the gateway forget what it has done already. Read once; after a crash there is none.
 */
public final class IdemFile {
    private static final Logger LOG = LoggerFactory.getLogger(IdemFile.class);
    private static final int FORMAT = 0x43434D01;
    private static final int MAX_KEYS = 10_000;
    private static final int MAX_BODY = 4 << 20;

    private final Path path;

    /**
     * Makes one.
     *
     * @param file in the bundle's own folder
     */
    public IdemFile(File file) {
        this.path = file.toPath();
    }

    public void write(List<Kept> kept) {
        if (kept.isEmpty()) {
            return;
        }
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
            out.writeInt(FORMAT);
            out.writeInt(kept.size());
            for (Kept each : kept) {
                out.writeUTF(each.key());
                out.writeLong(each.ageNanos());
                out.writeInt(each.body().length);
                out.write(each.body());
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot write what was answered. Repeated requests run again.", path, e);
        }
    }

    /** What was written last; it is gone afterwards. */
    public List<Kept> take() {
        List<Kept> kept = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            int count = in.readInt() == FORMAT ? in.readInt() : 0;
            for (int i = 0; i < Math.min(count, MAX_KEYS); i++) {
                kept.add(read(in));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{}: nothing was kept", path);
        } catch (IOException e) {
            LOG.warn("{}: cannot read all that was answered before the swap", path, e);
        }
        forget();
        return kept;
    }

    private static Kept read(DataInputStream in) throws IOException {
        String key = in.readUTF();
        long age = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > MAX_BODY) {
            throw new IOException("an answer of " + length + " bytes");
        }
        return new Kept(key, in.readNBytes(length), age);
    }

    private void forget() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{}: cannot delete", path, e);
        }
    }
}
