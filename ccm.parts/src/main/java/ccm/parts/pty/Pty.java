package ccm.parts.pty;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * A pseudo-terminal of this machine, seen from its master end; any serial program opens the other
 * end by its {@link #device}. Raw from the start: no echo, no line editing. One thread may read
 * while another writes; {@link #close} ends both.
 */
public final class Pty implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int O_NONBLOCK = 0x800; // else a large write waits inside the kernel
    private static final int O_CLOEXEC = 0x80000;
    private static final int TCSANOW = 0;
    private static final int TERMIOS_BYTES = 256; // struct termios is smaller on every Linux
    private static final long TCGETS2 = 0x802C542AL; // of x86 and ARM; tells any rate as a number
    private static final int OUTPUT_SPEED_AT = 40;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final int POLLFD_BYTES = 8;
    private static final int POLL_MILLIS = 100;
    private static final int NAME_BYTES = 128;

    private final C c = Native.load("c", C.class);
    private final int master;
    private final int keeper; // our own hold on the other end, so that the line survives its users
    private final String device;
    private volatile boolean closed;
    private int users; // guarded by this: threads inside read or write

    /** The few calls of the C library that this needs. */
    interface C extends Library {
        int posix_openpt(int flags) throws LastErrorException;

        int grantpt(int fd) throws LastErrorException;

        int unlockpt(int fd) throws LastErrorException;

        int ptsname_r(int fd, byte[] name, long length);

        int open(String path, int flags) throws LastErrorException;

        int close(int fd) throws LastErrorException;

        long read(int fd, Pointer buffer, long count) throws LastErrorException;

        long write(int fd, Pointer buffer, long count) throws LastErrorException;

        int poll(Pointer fds, long count, int millis) throws LastErrorException;

        int tcgetattr(int fd, Pointer termios) throws LastErrorException;

        int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

        void cfmakeraw(Pointer termios);

        int ioctl(int fd, long request, Pointer termios) throws LastErrorException;
    }

    /** Makes a new pair. */
    public Pty() throws IOException {
        try {
            master = c.posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
            c.grantpt(master);
            c.unlockpt(master);
            byte[] name = new byte[NAME_BYTES];
            if (c.ptsname_r(master, name, name.length) != 0) {
                throw new IOException("pty: the new terminal has no name");
            }
            device = Native.toString(name);
            keeper = c.open(device, O_RDWR | O_NOCTTY | O_CLOEXEC);
            makeRaw(keeper);
        } catch (LastErrorException e) {
            throw new IOException(
                    "pty: cannot make one (error " + e.getErrorCode() + "). Is /dev/ptmx there?",
                    e);
        }
    }

    /** The device path of the other end, for example {@code /dev/pts/3}. */
    public String device() {
        return device;
    }

    /** Bits per second that the other end's user has set; 0 when the kernel does not tell. */
    public int baud() {
        if (!enter()) {
            return 0;
        }
        try (Memory termios = new Memory(TERMIOS_BYTES)) {
            c.ioctl(keeper, TCGETS2, termios);
            return termios.getInt(OUTPUT_SPEED_AT);
        } catch (LastErrorException e) {
            return 0;
        } finally {
            leave();
        }
    }

    /**
     * Reads what is there, waiting for at least one byte.
     *
     * @return how many bytes, or -1 when this was closed
     */
    public int read(byte[] into) throws IOException {
        if (!enter()) {
            return -1;
        }
        try (Memory buffer = new Memory(into.length)) {
            while (!closed) {
                if (ready(POLLIN)) {
                    int count = (int) now(() -> c.read(master, buffer, into.length));
                    buffer.read(0, into, 0, count);
                    if (count > 0) {
                        return count;
                    }
                }
            }
            return -1;
        } catch (LastErrorException e) {
            throw new IOException(device + ": cannot read (error " + e.getErrorCode() + ")", e);
        } finally {
            leave();
        }
    }

    /** Writes all bytes, waiting while the other end takes none. */
    public void write(byte[] bytes) throws IOException {
        if (!enter()) {
            throw new IOException(device + ": closed");
        }
        try (Memory buffer = new Memory(Math.max(1, bytes.length))) {
            buffer.write(0, bytes, 0, bytes.length);
            long done = 0;
            while (done < bytes.length) {
                if (closed) {
                    throw new IOException(device + ": closed while writing");
                }
                if (ready(POLLOUT)) {
                    long from = done;
                    done += now(() -> c.write(master, buffer.share(from), bytes.length - from));
                }
            }
        } catch (LastErrorException e) {
            throw new IOException(device + ": cannot write (error " + e.getErrorCode() + ")", e);
        } finally {
            leave();
        }
    }

    /**
     * Closes both ends; whoever has the device open sees a hang-up. Waits for readers and writers.
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = false;
        while (users > 0) { // bounded: they look at closed at least every POLL_MILLIS
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            c.close(keeper);
            c.close(master);
        } catch (LastErrorException e) {
            throw new IOException(device + ": cannot close (error " + e.getErrorCode() + ")", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean ready(short event) {
        try (Memory poll = new Memory(POLLFD_BYTES)) {
            poll.setInt(0, master);
            poll.setShort(4, event);
            poll.setShort(6, (short) 0);
            return now(() -> c.poll(poll, 1, POLL_MILLIS)) > 0 && (poll.getShort(6) & event) != 0;
        }
    }

    /** What a call gives; 0 when it would have waited, or a signal came in between. */
    private static long now(LongSupplier call) {
        try {
            return call.getAsLong();
        } catch (LastErrorException e) {
            if (e.getErrorCode() == EINTR || e.getErrorCode() == EAGAIN) {
                return 0;
            }
            throw e;
        }
    }

    private void makeRaw(int fd) {
        try (Memory termios = new Memory(TERMIOS_BYTES)) {
            c.tcgetattr(fd, termios);
            c.cfmakeraw(termios);
            c.tcsetattr(fd, TCSANOW, termios);
        }
    }

    private synchronized boolean enter() {
        if (closed) {
            return false;
        }
        users++;
        return true;
    }

    private synchronized void leave() {
        users--;
        notifyAll();
    }
}
