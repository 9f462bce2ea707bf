package ccm.sim.host.rom;

import ccm.api.link.RawLender;
import ccm.api.link.RawLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The line of a board without a device in between: what is written is taken at once, on the thread
 * that writes, and silence is known at once. RTS and DTR can be wired to the board's pins.
 */
public final class SimLine implements RawLine, SimBoard.Wire {
    private static final int BAUD = 115_200;

    private final SimBoard board;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(); // board's lock
    private Optional<ModemWire> rtsWire = Optional.empty();
    private Optional<ModemWire> dtrWire = Optional.empty();
    private volatile int baud = BAUD;
    private volatile boolean lent;
    private volatile boolean gone;
    private int maxBaud = Integer.MAX_VALUE;

    /**
     * Where a modem output leads.
     *
     * @param inverted true when a transistor makes an asserted output a high level; else it is low
     */
    public record ModemWire(SimBoard.Pin pin, boolean inverted) {}

    SimLine(SimBoard board) {
        this.board = board;
    }

    /** Wires RTS to a pin. */
    public void wireRts(SimBoard.Pin pin, boolean inverted) {
        rtsWire = Optional.of(new ModemWire(pin, inverted));
    }

    /** Wires DTR to a pin. */
    public void wireDtr(SimBoard.Pin pin, boolean inverted) {
        dtrWire = Optional.of(new ModemWire(pin, inverted));
    }

    /** Pulls the adapter out, or plugs it in again. */
    public void unplug(boolean out) {
        gone = out;
    }

    /** Rates above are refused, as a driver does. */
    public void maxBaud(int most) {
        maxBaud = most;
    }

    /** True while it is borrowed. */
    public boolean lent() {
        return lent;
    }

    RawLender lender() {
        return (borrower, deadline) -> {
            if (lent) {
                throw new IOException("simulated line: is lent already");
            }
            check();
            lent = true;
            return this;
        };
    }

    @Override
    public void configure(int rate, Parity parity) throws IOException {
        check();
        if (rate > maxBaud) {
            throw new IOException("simulated line: the driver refuses " + rate + " baud");
        }
        baud = rate;
        board.lineIs(rate, Optional.of(parity));
        discardInput();
    }

    @Override
    public int baud() {
        return baud;
    }

    @Override
    public int read(byte[] into, int offset, int count, Duration deadline) throws IOException {
        check();
        synchronized (board) {
            byte[] there = replies.toByteArray();
            if (there.length == 0) {
                board.passes(deadline.toNanos());
                return 0;
            }
            int taken = Math.min(count, there.length);
            System.arraycopy(there, 0, into, offset, taken);
            replies.reset();
            replies.write(there, taken, there.length - taken);
            return taken;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        check();
        board.receive(bytes, offset, count);
    }

    @Override
    public void discardInput() throws IOException {
        check();
        synchronized (board) {
            replies.reset();
        }
    }

    @Override
    public void rts(boolean asserted) throws IOException {
        check();
        drive(rtsWire, asserted);
    }

    @Override
    public void dtr(boolean asserted) throws IOException {
        check();
        drive(dtrWire, asserted);
    }

    @Override
    public void close() {
        lent = false;
        baud = BAUD;
        board.lineIs(BAUD, Optional.of(Parity.NONE));
    }

    @Override
    public void send(byte[] bytes, long after, long each) {
        replies.writeBytes(bytes);
    }

    @Override
    public void say(byte[] bytes) {
        synchronized (board) {
            replies.writeBytes(bytes);
        }
    }

    @Override
    public void drop() {} // what was answered before had left already

    private void drive(Optional<ModemWire> wire, boolean asserted) {
        wire.ifPresent(to -> board.pin(to.pin(), asserted == to.inverted()));
    }

    private void check() throws IOException {
        if (gone) {
            throw new IOException("simulated line: the device is gone");
        }
    }
}
