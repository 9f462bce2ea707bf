package ccm.outbox;

import java.io.IOException;
import java.util.List;

/**
 * The files in the folder of one queue. What tests replace to lose the power at any point: a change
 * of a name lasts after {@link #force}, bytes after {@link LogFile#force}.
 */
interface Disk {
    /**
     * Makes the folder if need be and takes its lock; does nothing when that is done already.
     *
     * @throws FolderHeldException when somebody else has the lock
     */
    void open() throws IOException;

    /** Every name in the folder; none when there is no folder. */
    List<String> names() throws IOException;

    /** A file to write to, made when it is absent. For the commit thread. */
    LogFile file(String name) throws IOException;

    /** The first bytes of a file, at most so many. For any thread, interrupted or not. */
    byte[] content(String name, int limit) throws IOException;

    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Keeps a copy for a person to look at. */
    void copy(String from, String to) throws IOException;

    /** Makes the names last. */
    void force() throws IOException;

    /** Bytes that can still be written. */
    long usable() throws IOException;

    /** Gives the lock back. */
    void close() throws IOException;

    /** The path of the folder, for messages. */
    @Override
    String toString();
}
