package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.RawLender;
import ccm.api.link.RawLine.Parity;
import ccm.sim.host.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A board with a simulated STM32: its line, and its pins BOOT0 and RST. When RST rises while BOOT0
 * is high the boot loader runs; else the firmware in its flash, if there is any that is whole. Safe
 * for use by many threads.
 *
 * <p>Nothing here takes real time. {@link #elapsed} tells how long it all would have taken.
 */
public final class SimBoard {
    private static final int BAUD = 115_200;
    private static final double NANOS = 1e9;

    private final SimChip chip;
    private final RomLoader loader;
    private final Application application;
    private final Faults faults = new Faults(this);
    private final List<PinChange> changes = new ArrayList<>();
    private final SimLine line = new SimLine(this);
    private Wire wire = line;
    private String bootMessage = "";
    private Mode mode = Mode.OFF;
    private boolean boot0;
    private boolean rst = true;
    private boolean powered = true;
    private boolean dying; // the power fails during this byte: no answer leaves
    private boolean resetPending;
    private Optional<Long> goPending = Optional.empty();
    private int baud = BAUD;
    private Optional<Parity> parity = Optional.of(Parity.NONE); // empty: nobody knows
    private long received;
    private long clock; // nanoseconds that passed in this world
    private long starts; // of the application

    /** A pin of the board. */
    public enum Pin {
        BOOT0,
        RST
    }

    /** What runs on the chip. */
    public enum Mode {
        /** No power, or held in reset. */
        OFF,
        LOADER,
        APPLICATION,
        /** The flash holds nothing that runs. */
        DEAD
    }

    /** A pin got another level. */
    public record PinChange(Pin pin, boolean high) {}

    /** Where the board's answers go. Called on the board's lock. */
    interface Wire {
        /**
         * Takes an answer.
         *
         * @param after nanoseconds from the last byte that came, or the last that left
         * @param each nanoseconds that one byte takes
         */
        void send(byte[] bytes, long after, long each);

        /** Takes what the application says, at once; may be called without the board's lock. */
        void say(byte[] bytes);

        /** The host was reset from outside: what has not left yet never will. */
        void drop();
    }

    /** A board on which the mjson library of generation A runs, switched on. */
    public SimBoard(SimChip chip) {
        this(chip, new MjsonApplication(Generation.A));
    }

    /** A board, switched on, BOOT0 low. */
    public SimBoard(SimChip chip, Application application) {
        this.chip = chip;
        this.loader = new RomLoader(chip, new Port());
        this.application = application;
        start();
    }

    /** The chip; for use while nobody talks to the board. */
    public SimChip chip() {
        return chip;
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** The line as who borrowed it sees it, without a device in between. */
    public SimLine rawLine() {
        return line;
    }

    /** Lends {@link #rawLine}. */
    public RawLender lender() {
        return line.lender();
    }

    /** What the application says as it starts; empty for nothing. */
    public synchronized void bootMessage(String text) {
        bootMessage = text;
    }

    /** Puts a level on a pin: high is true. */
    public synchronized void pin(Pin pin, boolean high) {
        if (pin == Pin.BOOT0 ? boot0 == high : rst == high) {
            return;
        }
        changes.add(new PinChange(pin, high));
        if (pin == Pin.BOOT0) {
            boot0 = high;
            return;
        }
        rst = high;
        reset();
    }

    /** The level of a pin. */
    public synchronized boolean pin(Pin pin) {
        return pin == Pin.BOOT0 ? boot0 : rst;
    }

    /** How the pins changed so far, oldest first. */
    public synchronized List<PinChange> changes() {
        return List.copyOf(changes);
    }

    /** Takes the power away, or gives it back. */
    public synchronized void power(boolean on) {
        chip.losePower();
        powered = on;
        reset();
    }

    /** Presses the reset button for a moment. */
    public synchronized void reset() {
        wire.drop();
        restart();
    }

    /** What runs now. */
    public synchronized Mode mode() {
        return mode;
    }

    /** How often the application was started. */
    public synchronized long starts() {
        return starts;
    }

    /** Bytes that came so far, lost ones included. */
    public synchronized long received() {
        return received;
    }

    /** How long all this would have taken: bytes at their rate, erasing, programming. */
    public synchronized Duration elapsed() {
        return Duration.ofNanos(clock);
    }

    synchronized void passes(long nanos) {
        clock += nanos;
    }

    /** Who is at the other end of the line changed its settings. */
    synchronized void lineIs(int rate, Optional<Parity> bit) {
        baud = rate;
        parity = bit;
    }

    synchronized void wire(Wire other) {
        wire = other;
    }

    RomLoader loader() {
        return loader;
    }

    /** Nanoseconds that one byte takes now. */
    synchronized long byteNanos() {
        boolean tenBits = parity.equals(Optional.of(Parity.NONE)) || mode != Mode.LOADER;
        return (long) ((tenBits ? 10 : 11) * NANOS / baud);
    }

    /** Bytes come over the line. */
    synchronized void receive(byte[] bytes, int offset, int count) {
        if (mode == Mode.APPLICATION && parity.isEmpty() && faults.none()) {
            received += count;
            application.accept(Arrays.copyOfRange(bytes, offset, offset + count));
            return;
        }
        for (int i = 0; i < count; i++) {
            receive(bytes[offset + i] & 0xFF);
        }
    }

    private void receive(int value) {
        received++;
        clock += byteNanos();
        boolean cut = faults.cuts();
        if (faults.loses()) {
            return;
        }
        faults.silences();
        if (cut) {
            lastByte(value);
            return;
        }
        handle(value);
        afterwards();
    }

    private void lastByte(int value) {
        chip.memory().failNext(received * 31 + value);
        dying = true;
        try {
            handle(value);
        } catch (SimFlash.PowerLost e) {
            mode = Mode.OFF; // what was begun stays half done
        } finally {
            chip.memory().failNot();
            dying = false;
        }
        power(!faults.staysOff());
    }

    private void handle(int value) {
        int expected = mode == Mode.LOADER && loader.baud() > 0 ? loader.baud() : baud;
        Noise noise = new Noise(baud == expected && !faults.garbles(), parityRight());
        if (mode == Mode.LOADER) {
            loader.accept(noise.through(value), baud);
        } else if (mode == Mode.APPLICATION) {
            boolean right = baud == BAUD || parity.isEmpty();
            Noise there = new Noise(right && !faults.garbles(), parityRight());
            application.accept(new byte[] {(byte) there.through(value)});
        }
    }

    /** A firmware or the loader ends its answer before it resets or jumps. */
    private void afterwards() {
        if (resetPending) {
            resetPending = false;
            restart();
        }
        Optional<Long> address = goPending;
        goPending = Optional.empty();
        if (address.isPresent()) {
            stop();
            if (address.get() == ChipModel.FLASH) {
                startApplication();
            } else {
                start(); // a stub in RAM: what they do is to reset
            }
        }
    }

    private void restart() {
        stop();
        if (powered && rst) {
            start();
        }
    }

    private void start() {
        faults.afterReset();
        if (boot0 && chip.readProtection() < 2) {
            mode = Mode.LOADER;
            loader.start();
        } else {
            startApplication();
        }
    }

    private void startApplication() {
        Optional<SimFirmware> firmware = chip.firmware();
        mode = firmware.isPresent() ? Mode.APPLICATION : Mode.DEAD;
        if (firmware.isEmpty()) {
            return;
        }
        starts++;
        long run = starts;
        boolean mute = firmware.get().mute();
        application.start(firmware.get(), out -> fromApplication(out, run, mute));
        if (!bootMessage.isEmpty()) {
            byte[] text = bootMessage.getBytes(UTF_8);
            fromApplication(text, run, false);
        }
    }

    private void fromApplication(byte[] bytes, long run, boolean mute) {
        byte[] sent;
        Wire to;
        synchronized (this) {
            if (mute || mode != Mode.APPLICATION || run != starts) {
                return;
            }
            boolean right = baud == BAUD || parity.isEmpty();
            sent = onLine(bytes, new Noise(right && !faults.garbles(), parityRight()));
            to = wire;
        }
        to.say(sent);
    }

    private void stop() {
        if (mode == Mode.APPLICATION) {
            application.stop();
        }
        mode = Mode.OFF;
    }

    private boolean parityRight() {
        Parity wanted = mode == Mode.LOADER ? Parity.EVEN : Parity.NONE;
        return parity.isEmpty() || parity.get() == wanted;
    }

    /** What is left of bytes that leave the chip. */
    private byte[] onLine(byte[] bytes, Noise noise) {
        if (dying || faults.quiet()) {
            return new byte[0];
        }
        byte[] sent = new byte[bytes.length];
        int count = 0;
        for (byte value : bytes) {
            if (!faults.losesReply()) {
                sent[count++] = (byte) noise.through(value & 0xFF);
            }
        }
        clock += bytes.length * byteNanos();
        return Arrays.copyOf(sent, count);
    }

    /** The board as the loader sees it. */
    private final class Port implements LoaderPort {
        private long busy;

        @Override
        public void send(byte... bytes) {
            Noise noise = new Noise(baud == loader.baud() && !faults.garbles(), parityRight());
            wire.send(onLine(bytes, noise), busy, byteNanos());
            busy = 0;
        }

        @Override
        public void busy(long nanos) {
            busy += nanos;
            clock += nanos;
        }

        @Override
        public void erasing(long nanos) {
            busy((long) (nanos * faults.eraseFactor()));
        }

        @Override
        public void reset() {
            resetPending = true;
        }

        @Override
        public void go(long address) {
            goPending = Optional.of(address);
        }
    }
}
