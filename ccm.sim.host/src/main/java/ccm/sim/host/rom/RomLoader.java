package ccm.sim.host.rom;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The boot loader in the ROM of an STM32, as AN3155 describes it for a serial line. Takes one byte
 * after another and keeps no thread. Not safe for use by many threads.
 */
final class RomLoader {
    static final int ACK = 0x79;
    static final int NACK = 0x1F;

    private static final int INIT = 0x7F;
    private static final int BLOCK = 256;
    private static final int LAST_PAGES = 0xFFEF; // of the long erase; above are special ones
    private static final int EVERYTHING = 0xFFFF;
    private static final int BANK_1 = 0xFFFE;
    private static final int BANK_2 = 0xFFFD;

    private final SimChip chip;
    private final ChipSpec spec;
    private final LoaderPort port;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int wanted; // bytes until the step is taken
    private Step step = bytes -> {};
    private int baud; // 0 until measured, negative when measured wrong
    private int nackIn; // commands until one is refused

    /** What happens when all bytes of a part of a command are there. */
    private interface Step {
        void take(byte[] bytes);
    }

    /** Goes on with an address that is allowed. */
    private interface AtAddress {
        void at(long address);
    }

    RomLoader(SimChip chip, LoaderPort port) {
        this.chip = chip;
        this.spec = chip.model().spec;
        this.port = port;
    }

    /** Starts as after a reset: the next byte tells the rate. */
    void start() {
        baud = 0;
        nextCommand();
    }

    /** The rate that was measured: 0 before, negative when the first byte spoiled it. */
    int baud() {
        return baud;
    }

    /** Refuses the command that comes as the n-th from now. */
    void nackCommand(int n) {
        nackIn = n;
    }

    /**
     * Takes one byte.
     *
     * @param rate the rate at which it came, for the first one
     */
    void accept(int value, int rate) {
        if (baud < 0) {
            return; // measured nonsense: deaf until the next reset
        }
        if (baud == 0) {
            baud = value == INIT && rate <= spec.maxBaud ? rate : -1;
            if (baud > 0) {
                port.send((byte) ACK);
            }
            return;
        }
        taken.write(value);
        if (taken.size() == wanted) {
            byte[] bytes = taken.toByteArray();
            taken.reset();
            step.take(bytes);
        }
    }

    private void want(int count, Step next) {
        wanted = count;
        step = next;
    }

    private void nextCommand() {
        taken.reset();
        want(2, this::command);
    }

    private void command(byte[] bytes) {
        int op = bytes[0] & 0xFF;
        boolean known = (op ^ bytes[1] & 0xFF) == 0xFF && commands().contains(op);
        if (!known || nackIn > 0 && --nackIn == 0) {
            refuse();
        } else if (chip.readProtection() > 0 && !List.of(0x00, 0x01, 0x02, 0x92).contains(op)) {
            refuse();
        } else {
            run(op);
        }
    }

    private void run(int op) {
        switch (op) {
            case 0x00 -> answer(get());
            case 0x01 -> answer(ACK, spec.version, 0, 0, ACK);
            case 0x02 -> answer(ACK, 1, spec.id >> 8, spec.id & 0xFF, ACK);
            case 0x11 -> address(this::read);
            case 0x21 -> address(this::go);
            case 0x31 -> address(this::write);
            case 0x43 -> ask(1, this::shortErase);
            case 0x44 -> ask(2, this::longErase);
            case 0x63 -> ask(1, this::protect);
            case 0x73 -> thenReset(() -> chip.protectUnits());
            case 0x82 -> thenReset(() -> chip.readProtection(1));
            case 0x92 -> thenReset(this::unprotect);
            default -> addressOfChecksum();
        }
    }

    private List<Integer> commands() {
        List<Integer> all = new ArrayList<>(List.of(0x00, 0x01, 0x02, 0x11, 0x21, 0x31));
        all.addAll(List.of(spec.shortErase ? 0x43 : 0x44, 0x63, 0x73, 0x82, 0x92));
        if (spec.checksum) {
            all.add(0xA1);
        }
        return all;
    }

    private int[] get() {
        List<Integer> answer = new ArrayList<>(List.of(ACK, commands().size(), spec.version));
        answer.addAll(commands());
        answer.add(ACK);
        return answer.stream().mapToInt(Integer::intValue).toArray();
    }

    private void address(AtAddress next) {
        ask(
                5,
                bytes -> {
                    long address = number(bytes);
                    if (xor(bytes) != 0 || !chip.reads(address, 1) && !wholeBlock(address)) {
                        refuse();
                    } else {
                        next.at(address);
                    }
                });
    }

    /** Where a single byte cannot be read, but the block can. */
    private boolean wholeBlock(long address) {
        return chip.reads(address, BLOCK);
    }

    private void read(long address) {
        ask(
                2,
                bytes -> {
                    int count = (bytes[0] & 0xFF) + 1;
                    if (xor(bytes) != 0xFF || !chip.reads(address, count)) {
                        refuse();
                        return;
                    }
                    byte[] answer = new byte[count + 1];
                    answer[0] = ACK;
                    System.arraycopy(chip.read(address, count), 0, answer, 1, count);
                    nextCommand();
                    port.send(answer);
                });
    }

    private void go(long address) {
        if (!chip.writes(address, 4)) {
            refuse();
            return;
        }
        answer(ACK);
        port.go(address);
    }

    private void write(long address) {
        if (address % 4 != 0 || !chip.writes(address, 4)) {
            refuse();
            return;
        }
        ask(
                1,
                count -> {
                    int n = (count[0] & 0xFF) + 1;
                    want(n + 1, bytes -> write(address, bytes, xor(bytes) ^ n - 1));
                });
    }

    private void write(long address, byte[] bytes, int sum) {
        byte[] data = Arrays.copyOf(bytes, bytes.length - 1);
        if (sum != 0 || data.length % 4 != 0 || !chip.writes(address, data.length)) {
            refuse();
            return;
        }
        if (chip.inOptions(address, data.length)) {
            chip.writeOptions(address, data);
            answer(ACK);
            port.reset();
            return;
        }
        if (chip.inFlash(address, data.length)) {
            port.busy(chip.model().programNanos(data.length));
        }
        answer(chip.write(address, data) ? ACK : NACK);
    }

    private void shortErase(byte[] count) {
        int n = (count[0] & 0xFF) + 1;
        if (n == BLOCK) {
            want(1, sum -> mass(EVERYTHING, sum[0] == 0));
            return;
        }
        want(
                n + 1,
                bytes -> {
                    int[] pages = new int[n];
                    for (int i = 0; i < n; i++) {
                        pages[i] = bytes[i] & 0xFF;
                    }
                    erase(pages, (xor(bytes) ^ n - 1) == 0);
                });
    }

    private void longErase(byte[] count) {
        int code = (count[0] & 0xFF) << 8 | count[1] & 0xFF;
        if (code > LAST_PAGES) {
            want(1, sum -> mass(code, (sum[0] & 0xFF) == xor(count)));
            return;
        }
        want(
                2 * code + 3,
                bytes -> {
                    int[] pages = new int[code + 1];
                    for (int i = 0; i < pages.length; i++) {
                        pages[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
                    }
                    erase(pages, (xor(bytes) ^ xor(count)) == 0);
                });
    }

    private void mass(int code, boolean sumRight) {
        int half = chip.memory().pages() / 2;
        boolean bank = spec.banks && (code == BANK_1 || code == BANK_2);
        if (!sumRight || !spec.massErase || code != EVERYTHING && !bank) {
            refuse();
            return;
        }
        int from = code == BANK_2 ? half : 0;
        int to = code == BANK_1 ? half : chip.memory().pages();
        int[] pages = new int[to - from];
        Arrays.setAll(pages, i -> from + i);
        port.erasing(bank ? spec.massEraseNanos / 2 : spec.massEraseNanos);
        if (chip.memory().protectedUnits().isEmpty()) {
            chip.memory().erase(pages);
        }
        answer(ACK);
    }

    private void erase(int[] pages, boolean sumRight) {
        int count = chip.memory().pages();
        if (!sumRight || Arrays.stream(pages).anyMatch(page -> page >= count)) {
            refuse();
            return;
        }
        port.erasing(Arrays.stream(pages).mapToLong(chip.model()::eraseNanos).sum());
        chip.memory().erase(pages);
        answer(ACK);
    }

    private void protect(byte[] count) {
        int n = (count[0] & 0xFF) + 1;
        want(
                n + 1,
                bytes -> {
                    int[] units = new int[n];
                    for (int i = 0; i < n; i++) {
                        units[i] = bytes[i] & 0xFF;
                    }
                    boolean known = Arrays.stream(units).allMatch(unit -> unit < chip.units());
                    if ((xor(bytes) ^ n - 1) != 0 || !known) {
                        refuse();
                        return;
                    }
                    chip.protectUnits(units);
                    answer(ACK);
                    port.reset();
                });
    }

    private void unprotect() {
        port.erasing(spec.massEraseNanos);
        chip.unprotect();
    }

    private void thenReset(Runnable what) {
        port.send((byte) ACK);
        what.run();
        answer(ACK);
        port.reset();
    }

    private void addressOfChecksum() {
        address(
                address ->
                        number(
                                size ->
                                        number(
                                                poly ->
                                                        number(
                                                                init ->
                                                                        sum(
                                                                                address, size, poly,
                                                                                init)))));
    }

    /** Asks for four bytes and their check. */
    private void number(AtAddress next) {
        ask(
                5,
                bytes -> {
                    if (xor(bytes) != 0) {
                        refuse();
                    } else {
                        next.at(number(bytes));
                    }
                });
    }

    private void sum(long address, long words, long polynomial, long start) {
        if (address % 4 != 0 || words > 1 << 20 || !chip.reads(address, (int) words * 4)) {
            refuse();
            return;
        }
        byte[] read = chip.read(address, (int) words * 4);
        int crc = (int) start;
        for (int at = 0; at < read.length; at += 4) {
            for (int i = 3; i >= 0; i--) {
                crc ^= (read[at + i] & 0xFF) << 24;
                for (int bit = 0; bit < 8; bit++) {
                    crc = crc << 1 ^ (crc < 0 ? (int) polynomial : 0);
                }
            }
        }
        port.send((byte) ACK);
        port.busy(words * 100);
        int xor = crc >> 24 ^ crc >> 16 ^ crc >> 8 ^ crc;
        answer(ACK, crc >> 24, crc >> 16, crc >> 8, crc, xor);
    }

    private void ask(int count, Step next) {
        want(count, next);
        port.send((byte) ACK);
    }

    private void refuse() {
        answer(NACK);
    }

    private void answer(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        nextCommand();
        port.send(bytes);
    }

    private static long number(byte[] bytes) {
        long number = 0;
        for (int i = 0; i < 4; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }

    private static int xor(byte[] bytes) {
        int xor = 0;
        for (byte value : bytes) {
            xor ^= value & 0xFF;
        }
        return xor;
    }
}
