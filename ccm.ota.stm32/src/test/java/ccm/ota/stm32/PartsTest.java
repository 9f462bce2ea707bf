package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.host.rom.ChipModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of parts. */
class PartsTest {
    @Test
    void hasEachIdOnceAndPagesThatFillTheFlash() {
        List<Part> parts = Parts.all();
        assertEquals(parts.size(), parts.stream().map(Part::id).collect(Collectors.toSet()).size());
        for (Part part : parts) {
            List<Page> pages = part.layout().pages(Part.FLASH, part.flashKib() * 1024L);
            assertEquals(part.flashKib() * 1024L, PageMap.sizeOf(pages), part.toString());
            assertEquals(1, Runs.of(pages).size(), part.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheSimulatedPart(ChipModel model) {
        Part part = Parts.withId(Parts.all(), model.id()).orElseThrow();
        long bytes = Arrays.stream(model.pages()).asLongStream().sum();
        int[] sizes =
                part.layout().pages(Part.FLASH, bytes).stream().mapToInt(Page::size).toArray();
        assertEquals(Arrays.toString(model.pages()), Arrays.toString(sizes));
        assertEquals((byte) model.erased(), part.family().erased());
        assertEquals(0, part.family().granule() % Math.max(1, model.unit()), "granule");
    }

    @Test
    void numbersTheSectorsOfTheSecondBank() {
        Part part = Parts.withId(Parts.all(), 0x419).orElseThrow();
        List<Page> two = part.layout().pages(Part.FLASH, 2048 * 1024);
        assertEquals("page 12 at 0x08100000", two.get(12).toString());
        assertEquals(23, two.get(two.size() - 1).number());
        List<Page> one = part.layout().pages(Part.FLASH, 1024 * 1024);
        assertEquals(11, one.get(one.size() - 1).number());
        List<Page> halves = part.others().get(0).layout().pages(Part.FLASH, 1024 * 1024);
        assertEquals("page 12 at 0x08080000", halves.get(8).toString());
        assertEquals(19, halves.get(halves.size() - 1).number());
        assertTrue(Parts.withId(Parts.all(), 0x472).orElseThrow().secure());
        assertTrue(Parts.withId(Parts.all(), 0x999).isEmpty());
    }
}
