package ccm.ota.stm32;

import ccm.ota.stm32.LoaderException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The commands of AN3155. Each step waits for its answer before the next is sent, and sends with
 * one write. A failure leaves the loader in an unknown state: {@link Sync} gets it out of it.
 */
final class Loader {
    static final int CHECKSUM = 0xA1;
    static final int ERASE = 0x43;
    static final int EXTENDED_ERASE = 0x44;
    static final int GET = 0x00;
    static final int GET_VERSION = 0x01;
    static final int GET_ID = 0x02;
    static final int READ = 0x11;
    static final int GO = 0x21;
    static final int WRITE = 0x31;
    static final int READOUT_UNPROTECT = 0x92;

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration WRITING = Duration.ofSeconds(2);
    private static final Duration ERASING_ALL = Duration.ofSeconds(60);
    private static final int LARGE_PAGE = 4096;
    private static final long SMALL_MILLIS = 250;
    private static final long LARGE_MILLIS = 5_000;
    private static final int ADDRESS_FRAME = 5;

    private final Wire wire;
    private final Runnable meanwhile;
    private final byte[] command = new byte[2];
    private final byte[] address = new byte[ADDRESS_FRAME];
    private final byte[] count = new byte[2];
    private final byte[] answer = new byte[Block.SIZE + 1];

    /**
     * Makes one.
     *
     * @param meanwhile is done while the line or the chip is busy with what takes a while
     */
    Loader(Wire wire, Runnable meanwhile) {
        this.wire = wire;
        this.meanwhile = meanwhile;
    }

    /** What the loader can: its version first, then the codes of its commands. */
    int[] get() throws IOException, LoaderException, InterruptedException {
        command(GET, "Get");
        wire.fill(answer, 1, "Get", SHORT);
        int commands = (answer[0] & 0xFF) + 1;
        wire.fill(answer, commands, "Get", SHORT);
        int[] codes = new int[commands];
        for (int i = 0; i < commands; i++) {
            codes[i] = answer[i] & 0xFF;
        }
        wire.ack("Get", SHORT);
        return codes;
    }

    /** The loader's version, as 0x22 for 2.2. */
    int getVersion() throws IOException, LoaderException, InterruptedException {
        command(GET_VERSION, "Get Version");
        wire.fill(answer, 3, "Get Version", SHORT);
        int version = answer[0] & 0xFF;
        wire.ack("Get Version", SHORT);
        return version;
    }

    /** The chip's id. */
    int getId() throws IOException, LoaderException, InterruptedException {
        command(GET_ID, "Get ID");
        wire.fill(answer, 3, "Get ID", SHORT);
        if (answer[0] != 1) {
            throw new LoaderException(Kind.GARBAGE, "Get ID: an id of " + answer[0] + " bytes");
        }
        int id = (answer[1] & 0xFF) << 8 | answer[2] & 0xFF;
        wire.ack("Get ID", SHORT);
        return id;
    }

    /** Reads up to 256 bytes. */
    void read(long from, byte[] into, int offset, int bytes)
            throws IOException, LoaderException, InterruptedException {
        command(READ, "Read Memory");
        address(from, "Read Memory");
        count[0] = (byte) (bytes - 1);
        count[1] = (byte) ~count[0];
        wire.send(count, 2);
        meanwhile.run();
        wire.ack("Read Memory at " + hex(from), SHORT);
        wire.fill(answer, bytes, "Read Memory", SHORT);
        System.arraycopy(answer, 0, into, offset, bytes);
    }

    /**
     * Writes a block.
     *
     * @param preparing is done while it is sent and the chip programs
     */
    void write(Block block, Runnable preparing)
            throws IOException, LoaderException, InterruptedException {
        command(WRITE, "Write Memory");
        wire.send(block.address, ADDRESS_FRAME);
        wire.ack("Write Memory", SHORT);
        wire.send(block.data, block.dataLength());
        preparing.run();
        meanwhile.run();
        wire.ack("Write Memory", WRITING);
    }

    /** Erases some pages, in that order. */
    void erase(List<Page> pages, boolean extended)
            throws IOException, LoaderException, InterruptedException {
        command(extended ? EXTENDED_ERASE : ERASE, "Erase");
        int width = extended ? 2 : 1;
        byte[] frame = new byte[width * (pages.size() + 1) + 1];
        long millis = SHORT.toMillis();
        number(frame, 0, pages.size() - 1, width);
        for (int i = 0; i < pages.size(); i++) {
            number(frame, width * (i + 1), pages.get(i).number(), width);
            millis += pages.get(i).size() > LARGE_PAGE ? LARGE_MILLIS : SMALL_MILLIS;
        }
        sum(frame);
        wire.send(frame, frame.length);
        meanwhile.run();
        wire.ack("Erase", Duration.ofMillis(millis));
    }

    /** Erases the whole flash. */
    void eraseAll(boolean extended) throws IOException, LoaderException, InterruptedException {
        command(extended ? EXTENDED_ERASE : ERASE, "Erase");
        byte[] frame = extended ? new byte[] {-1, -1, 0} : new byte[] {-1, 0};
        wire.send(frame, frame.length);
        meanwhile.run();
        wire.ack("mass erase", ERASING_ALL);
    }

    /** The checksum of some memory; address and count are multiples of 4. */
    int checksum(long from, int bytes) throws IOException, LoaderException, InterruptedException {
        String step = "Get Checksum";
        command(CHECKSUM, step);
        address(from, step);
        word(bytes / 4, step);
        word(Crc.POLYNOMIAL, step);
        word(Crc.INITIAL, step);
        wire.ack(step, Duration.ofMillis(SHORT.toMillis() + bytes / 64));
        wire.fill(answer, ADDRESS_FRAME, step, SHORT);
        int sum = answer[0] ^ answer[1] ^ answer[2] ^ answer[3];
        if (answer[4] != (byte) sum) {
            throw new LoaderException(Kind.GARBAGE, step + ": damaged answer");
        }
        return (answer[0] & 0xFF) << 24
                | (answer[1] & 0xFF) << 16
                | (answer[2] & 0xFF) << 8
                | answer[3] & 0xFF;
    }

    /** Starts what stands at an address: its stack pointer, then where it begins. */
    void go(long to) throws IOException, LoaderException, InterruptedException {
        command(GO, "Go");
        address(to, "Go");
    }

    /** Lifts the read-out protection, which erases everything; the chip resets itself then. */
    void readoutUnprotect() throws IOException, LoaderException, InterruptedException {
        command(READOUT_UNPROTECT, "Readout Unprotect");
        wire.ack("Readout Unprotect", ERASING_ALL);
    }

    private void command(int code, String step)
            throws IOException, LoaderException, InterruptedException {
        command[0] = (byte) code;
        command[1] = (byte) ~code;
        wire.send(command, 2);
        wire.ack(step, SHORT);
    }

    private void address(long to, String step)
            throws IOException, LoaderException, InterruptedException {
        word((int) to, step);
    }

    private void word(int value, String step)
            throws IOException, LoaderException, InterruptedException {
        Block.address(address, value);
        wire.send(address, ADDRESS_FRAME);
        wire.ack(step, SHORT);
    }

    private static void number(byte[] frame, int offset, int value, int width) {
        frame[offset + width - 1] = (byte) value;
        if (width == 2) {
            frame[offset] = (byte) (value >>> 8);
        }
    }

    private static void sum(byte[] frame) {
        byte sum = 0;
        for (int i = 0; i < frame.length - 1; i++) {
            sum ^= frame[i];
        }
        frame[frame.length - 1] = sum;
    }

    static String hex(long address) {
        return String.format("0x%08X", address);
    }
}
