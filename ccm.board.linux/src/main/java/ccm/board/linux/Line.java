package ccm.board.linux;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import java.io.IOException;
import java.util.function.Consumer;

/** A line that is ours until it is closed. */
final class Line implements InputPin, OutputPin {
    private final Kernel kernel;
    private final int fd;
    private final String name;
    private final Consumer<Line> letGo;
    private boolean closing; // guarded by this: close was called
    private boolean open = true; // guarded by this: the descriptor is ours

    Line(Kernel kernel, int fd, String name, Consumer<Line> letGo) {
        this.kernel = kernel;
        this.fd = fd;
        this.name = name;
        this.letGo = letGo;
    }

    @Override
    public void set(boolean active) throws IOException {
        call(Abi.SET_VALUES, active);
    }

    @Override
    public boolean get() throws IOException {
        return Abi.active(call(Abi.GET_VALUES, false));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        letGo.accept(this); // while nobody polls it, for the kernel keeps what is polled
        synchronized (this) {
            open = false;
            kernel.close(fd);
        }
    }

    /** The descriptor, for who has to know when it is closed. */
    int descriptor() {
        return fd;
    }

    synchronized boolean isClosing() {
        return closing;
    }

    @Override
    public String toString() {
        return name;
    }

    private synchronized byte[] call(long request, boolean active) throws IOException {
        if (!open) {
            throw new IOException(name + ": closed");
        }
        byte[] values = Abi.values(active);
        try {
            kernel.ioctl(fd, request, values);
            return values;
        } catch (KernelException e) {
            throw Refusal.ofUse(name, e);
        }
    }
}
