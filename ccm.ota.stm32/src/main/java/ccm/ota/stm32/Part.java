package ccm.ota.stm32;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the table of parts: all that share an id.
 *
 * @param id as the loader tells it
 * @param names for people, without the leading {@code STM32}
 * @param flashKib of the largest of them
 * @param ram that the loader does not use itself, if there is any
 * @param others how the flash may be divided instead
 */
record Part(
        int id,
        String names,
        Family family,
        int flashKib,
        Layout layout,
        Optional<Ram> ram,
        Set<String> flags,
        List<OtherLayout> others) {

    /** Where the flash of all parts begins. */
    static final long FLASH = 0x08000000L;

    /** Some memory: from {@code start} to before {@code end}. */
    record Ram(long start, long end) {}

    /** A layout that holds when a bit of the option bytes has that value. */
    record OtherLayout(int maxKib, long word, int bit, int value, Layout layout) {}

    /** True when the flash cannot be erased as a whole. */
    boolean noMassErase() {
        return flags.contains("nomass");
    }

    /** True when a chip whose first word is erased starts its loader, whatever BOOT0 is. */
    boolean emptyCheck() {
        return flags.contains("empty");
    }

    /** True for parts with TrustZone, which need more than this loader's commands. */
    boolean secure() {
        return flags.contains("secure");
    }

    @Override
    public String toString() {
        return String.format("STM32%s (0x%03X)", names, id);
    }
}
