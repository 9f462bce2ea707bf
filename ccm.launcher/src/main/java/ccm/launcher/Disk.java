package ccm.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What a reset does to the disk, one step at a time. */
interface Disk {
    /** The real one. */
    Disk REAL =
            new Disk() {
                @Override
                public void delete(Path path) throws IOException {
                    Files.delete(path);
                }

                @Override
                public void move(Path from, Path to) throws IOException {
                    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                }

                @Override
                public void force(Path folder) throws IOException {
                    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
            };

    /** Removes a file or an empty folder. */
    void delete(Path path) throws IOException;

    /** Renames, in one step. */
    void move(Path from, Path to) throws IOException;

    /** Makes what was removed from a folder stay removed over a power cut. */
    void force(Path folder) throws IOException;
}
