package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parts that docs/host-update.md promises are those of the table. */
class HostUpdateDocTest {
    @Test
    void listsTheSupportedParts() throws Exception {
        List<String> documented =
                Files.readAllLines(Path.of("../docs/host-update.md")).stream()
                        .filter(line -> line.startsWith("| 0x"))
                        .toList();
        List<String> known = Parts.all().stream().map(HostUpdateDocTest::row).toList();
        assertEquals(String.join("\n", known), String.join("\n", documented));
    }

    private static String row(Part part) {
        List<String> remarks = new ArrayList<>();
        if (part.secure()) {
            remarks.add("refused: TrustZone");
        }
        if (part.noMassErase()) {
            remarks.add("no mass erase");
        }
        if (part.flags().contains("banks")) {
            remarks.add("two banks");
        }
        if (part.emptyCheck()) {
            remarks.add("starts its loader while empty");
        }
        if (part.flags().contains("radio")) {
            remarks.add("the end of the flash belongs to the radio");
        }
        return String.format(
                "| 0x%03X | STM32%s | %d | %s |",
                part.id(),
                part.names(),
                part.flashKib(),
                remarks.isEmpty() ? "–" : String.join(", ", remarks));
    }
}
