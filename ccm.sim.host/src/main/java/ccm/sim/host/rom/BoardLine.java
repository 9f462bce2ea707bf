package ccm.sim.host.rom;

import ccm.sim.host.HostLine;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Lets a whole simulated host be the application of a board: its line ends at the chip's pins. */
public final class BoardLine implements HostLine, Application {
    private final ByteArrayOutputStream came = new ByteArrayOutputStream(); // guarded by this
    private Consumer<SimFirmware> started = firmware -> {}; // guarded by this
    private Consumer<byte[]> out = bytes -> {}; // guarded by this
    private Runnable closing = () -> {}; // guarded by this
    private boolean closed; // guarded by this

    /** Who wants to know when firmware starts; only one. */
    public synchronized void onStart(Consumer<SimFirmware> listener) {
        started = listener;
    }

    /** What ends a write that waits; only one. */
    synchronized void onClose(Runnable end) {
        closing = end;
    }

    @Override
    public synchronized void start(SimFirmware firmware, Consumer<byte[]> to) {
        out = to;
        started.accept(firmware);
    }

    @Override
    public synchronized void accept(byte[] bytes) {
        came.writeBytes(bytes);
        notifyAll();
    }

    /**
     * Whole lines that had come are read all the same: firmware does that at once, however busy we
     * are. The beginning of another is lost with the memory of the part.
     */
    @Override
    public synchronized void stop() {
        byte[] all = came.toByteArray();
        int whole = all.length;
        while (whole > 0 && all[whole - 1] != '\n') {
            whole--;
        }
        came.reset();
        came.write(all, 0, whole);
        out = bytes -> {};
    }

    @Override
    public synchronized int read(byte[] into) {
        try {
            while (came.size() == 0 && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
        if (closed) {
            return -1;
        }
        byte[] all = came.toByteArray();
        int count = Math.min(all.length, into.length);
        System.arraycopy(all, 0, into, 0, count);
        came.reset();
        came.write(all, count, all.length - count);
        return count;
    }

    /** Sends, or loses what is sent while no firmware runs. */
    @Override
    public void write(byte[] bytes) {
        Consumer<byte[]> to;
        synchronized (this) {
            to = out;
        }
        to.accept(bytes);
    }

    @Override
    public synchronized void close() {
        closed = true;
        closing.run();
        notifyAll();
    }
}
