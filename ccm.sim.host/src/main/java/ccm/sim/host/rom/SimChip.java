package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * A simulated STM32: flash, option bytes, RAM and system memory. Not safe for use by many threads;
 * a {@link SimBoard} guards its own.
 */
public final class SimChip {
    private static final int BLOCK = 256;
    private static final int F1_UNITS_AT = 8; // the write protection among the option bytes

    private final ChipModel model;
    private final ChipSpec spec;
    private final SimFlash flash;
    private final byte[] ram;
    private final byte[] system;
    private final byte[] info = new byte[BLOCK];
    private final byte[] options;
    private int level; // of the read protection

    /** A new one: flash erased, nothing protected. */
    public SimChip(ChipModel model) {
        this.model = model;
        this.spec = model.spec;
        this.flash = new SimFlash(spec);
        this.ram = new byte[spec.ramSize];
        this.system = new byte[spec.systemSize];
        this.options = new byte[spec.optionsSize];
        for (int i = 0; i < system.length; i++) {
            system[i] = (byte) (i * 31 + spec.id); // some code
        }
        factory();
    }

    /** Which part it is. */
    public ChipModel model() {
        return model;
    }

    /** A copy of the flash. */
    public byte[] flash() {
        return flash.bytes().clone();
    }

    /** Puts bytes into the flash, as a programmer would. */
    public void load(int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, flash.bytes(), offset, bytes.length);
    }

    /** The level of the read protection: 0, 1 or 2. */
    public int readProtection() {
        return level;
    }

    /** Sets the level of the read protection, as a programmer would. */
    public void readProtection(int wanted) {
        level = wanted;
        if (spec.optionsSize > 0) {
            option(
                    spec.readProtection,
                    switch (wanted) {
                        case 0 -> spec.unprotected;
                        case 2 -> 0xCC;
                        default -> 0x00;
                    });
        }
    }

    /** The pages that are protected from writing. */
    public BitSet writeProtectedPages() {
        BitSet pages = new BitSet();
        for (int page = 0; page < flash.pages(); page++) {
            pages.set(page, flash.protectedUnits().get(page / spec.protectedPages));
        }
        return pages;
    }

    /** What would run now; empty when the flash holds nothing that does. */
    public Optional<SimFirmware> firmware() {
        return SimFirmware.in(flash.bytes(), spec);
    }

    SimFlash memory() {
        return flash;
    }

    /** True when all these bytes are in one place that the loader reads. */
    boolean reads(long address, int count) {
        if (within(address, count, spec.info, BLOCK) && spec.wholeInfo) {
            return within(address, count, spec.options, spec.optionsSize)
                    || address == spec.info && count == BLOCK;
        }
        return inFlash(address, count)
                || inRam(address, count)
                || within(address, count, spec.system, spec.systemSize)
                || within(address, count, spec.options, spec.optionsSize)
                || within(address, count, spec.info, BLOCK);
    }

    /** True when an address is where the loader may write or start. */
    boolean writes(long address, int count) {
        return inFlash(address, count) || inRam(address, count) || inOptions(address, count);
    }

    boolean inFlash(long address, int count) {
        return within(address, count, ChipModel.FLASH, flash.bytes().length);
    }

    boolean inRam(long address, int count) {
        return within(
                address, count, spec.ram + spec.ramTaken, (long) spec.ramSize - spec.ramTaken);
    }

    boolean inOptions(long address, int count) {
        return within(address, count, spec.options, spec.optionsSize);
    }

    byte[] read(long address, int count) {
        byte[] read = new byte[count];
        for (int i = 0; i < count; i++) {
            read[i] = read(address + i);
        }
        return read;
    }

    /** Writes into flash or RAM; false when the hardware refused. */
    boolean write(long address, byte[] data) {
        if (inFlash(address, data.length)) {
            return flash.program((int) (address - ChipModel.FLASH), data);
        }
        System.arraycopy(data, 0, ram, (int) (address - spec.ram), data.length);
        return true;
    }

    /** Writes option bytes; takes effect with the next reset, which follows at once. */
    void writeOptions(long address, byte[] data) {
        System.arraycopy(data, 0, options, (int) (address - spec.options), data.length);
        int value = options[spec.readProtection] & 0xFF;
        int before = level;
        level = value == spec.unprotected ? 0 : value == 0xCC && spec.unprotected == 0xAA ? 2 : 1;
        if (before == 1 && level == 0) {
            flash.eraseAll();
        }
        if (halfWordOptions()) {
            for (int unit = 0; unit < 32; unit++) {
                int bits = options[F1_UNITS_AT + unit / 8 * 2];
                flash.protectedUnits().set(unit, (bits >> unit % 8 & 1) == 0);
            }
        }
    }

    /** Protects these units, and no others. */
    void protectUnits(int... units) {
        flash.protectedUnits().clear();
        for (int unit : units) {
            flash.protectedUnits().set(unit);
        }
        if (halfWordOptions()) {
            for (int i = 0; i < 4; i++) {
                int bits = 0xFF;
                for (int bit = 0; bit < 8; bit++) {
                    bits &= flash.protectedUnits().get(i * 8 + bit) ? ~(1 << bit) : 0xFF;
                }
                option(F1_UNITS_AT + i * 2, bits);
            }
        }
    }

    int units() {
        return Math.min(256, (flash.pages() + spec.protectedPages - 1) / spec.protectedPages);
    }

    /** Lifts the read protection, which costs all that the chip holds. */
    void unprotect() {
        flash.eraseAll();
        Arrays.fill(ram, (byte) 0);
        readProtection(0);
    }

    void losePower() {
        Arrays.fill(ram, (byte) 0xA5);
    }

    private byte read(long address) {
        if (inFlash(address, 1)) {
            return flash.bytes()[(int) (address - ChipModel.FLASH)];
        }
        if (within(address, 1, spec.ram, spec.ramSize)) {
            return ram[(int) (address - spec.ram)];
        }
        if (inOptions(address, 1)) {
            return options[(int) (address - spec.options)];
        }
        if (within(address, 1, spec.info, BLOCK)) {
            return info[(int) (address - spec.info)];
        }
        return system[(int) (address - spec.system)];
    }

    private void factory() {
        Arrays.fill(options, (byte) 0);
        if (halfWordOptions()) {
            for (int i = 2; i < options.length; i += 2) {
                option(i, 0xFF);
            }
        }
        readProtection(0);
        if (spec.loaderIdAddress != 0) {
            put(spec.loaderIdAddress, new byte[] {(byte) spec.loaderId});
        }
        int kib = flash.bytes().length / 1024;
        put(spec.uniqueId, "\1\2\3\4CCM-SIM.".getBytes(US_ASCII));
        put(
                spec.sizeRegister,
                ByteBuffer.allocate(2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) kib)
                        .array());
    }

    private void put(long address, byte[] bytes) {
        boolean inSystem = within(address, bytes.length, spec.system, spec.systemSize);
        System.arraycopy(
                bytes,
                0,
                inSystem ? system : info,
                (int) (address - (inSystem ? spec.system : spec.info)),
                bytes.length);
        if (inSystem && within(address, bytes.length, spec.info, BLOCK)) {
            System.arraycopy(bytes, 0, info, (int) (address - spec.info), bytes.length);
        }
    }

    private void option(int at, int value) {
        options[at] = (byte) value;
        if (halfWordOptions()) {
            options[at + 1] = (byte) ~value;
        }
    }

    /** F0, F1 and F3 keep each option beside its complement. */
    private boolean halfWordOptions() {
        return spec.options == 0x1FFF_F800L;
    }

    private static boolean within(long address, int count, long start, long size) {
        return address >= start && address + count <= start + size;
    }
}
