package ccm.sim.host.rom;

import ccm.sim.host.rom.ChipSpec.Rule;
import java.util.Arrays;
import java.util.Locale;

/**
 * The parts that can be simulated. Times are the typical ones of their families; where a loader is
 * not known to have the checksum command, two newer parts have it all the same, so that both ways
 * of verifying can be tried.
 */
public enum ChipModel {
    /** F030x8: pages of 1 KiB, half-words. */
    F030(small(0x440, 64, 1).system(0x1FFF_EC00L, 0xC00, 0x1FFF_F7A6L, 0x10)),
    /** F051x8: as F030. */
    F051(small(0x440, 64, 1).system(0x1FFF_EC00L, 0xC00, 0x1FFF_F7A6L, 0x21)),
    /** F103xB: 128 KiB, the old erase command, no loader id. */
    F103(medium(128)),
    /** F103x8: 64 KiB. */
    F103X8(medium(64)),
    /** F303xC: 256 KiB in pages of 2 KiB. */
    F303(
            small(0x422, 256, 2)
                    .protects(2)
                    .ram(0x2000_0000L, 0xA000, 0x1400)
                    .system(0x1FFF_D800L, 0x2000, 0x1FFF_F796L, 0x41)),
    /** F401xE: 512 KiB in eight sectors of three sizes. */
    F401(
            new ChipSpec(0x433)
                    .sectors(16, 16, 16, 16, 64, 128, 128, 128)
                    .programs(4, Rule.CLEARS_BITS)
                    .ram(0x2000_0000L, 0x18000, 0x3000)
                    .system(0x1FFF_0000L, 0x7800, 0x1FFF_76DEL, 0xD1)
                    .registers(0x1FFF_7A22L, 0x1FFF_7A10L)
                    .infoInWholeBlocks()
                    .options(0x1FFF_C000L, 16, 1)
                    .times(250, 4000, 16)),
    /** G071xB: 128 KiB, double words, the checksum command. */
    G071(
            doubleWords(0x460, 128)
                    .withChecksum()
                    .ram(0x2000_0000L, 0x9000, 0x2700)
                    .system(0x1FFF_0000L, 0x7000, 0x1FFF_6FFEL, 0xB3)
                    .options(0x1FFF_7800L, 0x80, 0)),
    /** L053x8: 64 KiB in pages of 128 bytes that erase to zero, no mass erase. */
    L053(
            low(0x417, 64)
                    .withoutMassErase()
                    .ram(0x2000_0000L, 0x2000, 0x1000)
                    .system(0x1FF0_0000L, 0x1000, 0x1FF0_0FFEL, 0xC0)),
    /** L073xZ: 192 KiB in two banks of pages of 128 bytes that erase to zero. */
    L073(
            low(0x447, 192)
                    .withBanks()
                    .ram(0x2000_0000L, 0x5000, 0x2000)
                    .system(0x1FF0_0000L, 0x2000, 0x1FF0_1FFEL, 0xB2)),
    /** L476xG: 1 MiB in two banks, double words. */
    L476(
            doubleWords(0x415, 1024)
                    .withBanks()
                    .ram(0x2000_0000L, 0x18000, 0x3100)
                    .system(0x1FFF_0000L, 0x7000, 0x1FFF_6FFEL, 0x92)
                    .options(0x1FFF_7800L, 16, 0)),
    /** H743xI: 2 MiB in two banks of sectors of 128 KiB, 32 bytes at once, the checksum command. */
    H743(
            new ChipSpec(0x450)
                    .pages(2048, 128 * 1024)
                    .programs(32, Rule.REFUSES)
                    .withBanks()
                    .withChecksum()
                    .ram(0x2000_0000L, 0x20000, 0x4100)
                    .system(0x1FF0_0000L, 0x1E800, 0x1FF1_E7FEL, 0x91)
                    .registers(0x1FF1_E880L, 0x1FF1_E800L)
                    .times(1000, 8000, 100));

    /** Where the flash of all of them begins. */
    public static final long FLASH = 0x0800_0000L;

    final ChipSpec spec;

    ChipModel(ChipSpec spec) {
        this.spec = spec;
    }

    /**
     * The part of that name, as {@code f103}.
     *
     * @throws IllegalArgumentException names those that there are
     */
    public static ChipModel of(String name) {
        return Arrays.stream(values())
                .filter(model -> model.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        name
                                                + ": not a part that can be simulated. There are: "
                                                + names()));
    }

    /** All names, as one text. */
    public static String names() {
        return String.join(
                ", ", Arrays.stream(values()).map(m -> m.name().toLowerCase(Locale.ROOT)).toList());
    }

    /** What Get ID answers. */
    public int id() {
        return spec.id;
    }

    /** Bytes of flash. */
    public int flashSize() {
        return Arrays.stream(spec.sectors).sum();
    }

    /** The sizes of its pages or sectors, in their order. */
    public int[] pages() {
        return spec.sectors.clone();
    }

    /** What an erased byte reads as: 0xFF, of L0 0. */
    public int erased() {
        return spec.erased;
    }

    /** Bytes that are programmed at once. */
    public int unit() {
        return spec.unit;
    }

    /** Nanoseconds that erasing one page or sector takes; larger sectors of F4 take longer. */
    public long eraseNanos(int page) {
        boolean f4 = spec.rule == Rule.CLEARS_BITS;
        return switch (f4 ? spec.sectors[page] : 0) {
            case 64 * 1024 -> spec.eraseNanos * 11 / 5;
            case 128 * 1024 -> spec.eraseNanos * 4;
            default -> spec.eraseNanos;
        };
    }

    /** Nanoseconds that erasing everything takes. */
    public long massEraseNanos() {
        return spec.massEraseNanos;
    }

    /** Nanoseconds that programming so many bytes takes. */
    public long programNanos(int bytes) {
        return (bytes + spec.unit - 1L) / spec.unit * spec.programNanos;
    }

    private static ChipSpec small(int id, int kib, int pageKib) {
        return new ChipSpec(id)
                .pages(kib, pageKib * 1024)
                .protects(4)
                .ram(0x2000_0000L, 0x2000, 0x800)
                .registers(0x1FFF_F7CCL, 0x1FFF_F7ACL)
                .options(0x1FFF_F800L, 16, 0)
                .times(30, 40, 52.5);
    }

    private static ChipSpec medium(int kib) {
        return small(0x410, kib, 1)
                .loader(0x22)
                .oldErase()
                .ram(0x2000_0000L, 0x5000, 0x200)
                .system(0x1FFF_F000L, 0x800, 0, 0)
                .registers(0x1FFF_F7E0L, 0x1FFF_F7E8L)
                .unprotectedIs(0xA5);
    }

    private static ChipSpec doubleWords(int id, int kib) {
        return new ChipSpec(id)
                .pages(kib, 2048)
                .programs(8, Rule.REFUSES)
                .registers(0x1FFF_75E0L, 0x1FFF_7590L)
                .times(22, 22, 85);
    }

    private static ChipSpec low(int id, int kib) {
        return new ChipSpec(id)
                .pages(kib, 128)
                .erasesTo(0)
                .programs(4, Rule.KEEPS)
                .protects(32)
                .registers(0x1FF8_007CL, 0x1FF8_0050L)
                .infoInWholeBlocks()
                .options(0x1FF8_0000L, 0x20, 0)
                .times(3.2, 3.2 * 32, 200); // a half page of 64 bytes takes 3.2 ms
    }
}
