package ccm.board.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * The few calls of the C library that are needed; alone knows JNA, which is loaded with the first
 * of these.
 */
final class Kernel implements AutoCloseable {
    static final short POLLIN = 1;

    private static final int O_RDWR = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_ANSWER = 6;

    private final C c;

    /** Arrays and no memory of JNA's own: that would keep a thread for cleaning. */
    interface C extends Library {
        int open(String path, int flags) throws LastErrorException;

        int close(int fd) throws LastErrorException;

        int ioctl(int fd, NativeLong request, byte[] argument) throws LastErrorException;

        NativeLong read(int fd, byte[] into, NativeLong count) throws LastErrorException;

        NativeLong write(int fd, byte[] from, NativeLong count) throws LastErrorException;

        int poll(byte[] fds, NativeLong count, int millis) throws LastErrorException;

        int eventfd(int start, int flags) throws LastErrorException;
    }

    /**
     * Loads it.
     *
     * @param data a folder that nobody else can write
     */
    Kernel(Path data) throws IOException {
        NativePart.load(data);
        c = Native.load("c", C.class);
    }

    int open(Path device) throws KernelException {
        return call("open", () -> c.open(device.toString(), O_RDWR | CLOSE_ON_EXEC));
    }

    void close(int fd) {
        try {
            c.close(fd);
        } catch (LastErrorException e) {
            // the descriptor is gone whatever the kernel says, and nothing was written to it
        }
    }

    void ioctl(int fd, long request, byte[] argument) throws KernelException {
        call("ioctl", () -> c.ioctl(fd, new NativeLong(request), argument));
    }

    /** Reads what is there: how many bytes. */
    int read(int fd, byte[] into) throws KernelException {
        return call("read", () -> c.read(fd, into, new NativeLong(into.length)).intValue());
    }

    /** A descriptor that becomes readable by {@link #ring}. */
    int bell() throws KernelException {
        return call("eventfd", () -> c.eventfd(0, CLOSE_ON_EXEC | NON_BLOCKING));
    }

    void ring(int bell) throws KernelException {
        byte[] one = new byte[Long.BYTES];
        ByteBuffer.wrap(one).order(ByteOrder.nativeOrder()).putLong(1);
        call("write", () -> c.write(bell, one, new NativeLong(one.length)).intValue());
    }

    /** Waits until one of them has something: what each has, all 0 when the time is over. */
    short[] poll(int[] fds, int millis) throws KernelException {
        byte[] bytes = new byte[fds.length * POLLFD_BYTES];
        ByteBuffer list = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        for (int i = 0; i < fds.length; i++) {
            list.putInt(i * POLLFD_BYTES, fds[i]);
            list.putShort(i * POLLFD_BYTES + POLLFD_EVENTS, POLLIN);
        }
        call("poll", () -> c.poll(bytes, new NativeLong(fds.length), millis));
        short[] answers = new short[fds.length];
        for (int i = 0; i < fds.length; i++) {
            answers[i] = list.getShort(i * POLLFD_BYTES + POLLFD_ANSWER);
        }
        return answers;
    }

    /** Lets go of the library, and so of JNA's own thread. */
    @Override
    public void close() {
        NativeLibrary.getInstance("c").close();
    }

    private static int call(String name, IntSupplier call) throws KernelException {
        while (true) {
            try {
                return call.getAsInt();
            } catch (LastErrorException e) {
                if (e.getErrorCode() != KernelException.EINTR) {
                    throw new KernelException(name, e.getErrorCode(), e);
                }
            }
        }
    }
}
