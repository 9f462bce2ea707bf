package ccm.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise in {@code docs/delivery.md} has a test behind it, and that test exists. */
class DeliveryDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(ccm[a-z.]*)/(\\w+)#(\\w+)`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher test = TEST.matcher(document());
        while (test.find()) {
            named++;
            if (!exists(test.group(1), test.group(2), test.group(3))) {
                missing.add(test.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 20, named + " tests named");
    }

    @Test
    void everyCellNamesATest() throws IOException {
        List<String> bare = new ArrayList<>();
        for (String line : document().split("\n")) {
            String[] cells = line.split("\\|");
            for (int i = 2; line.startsWith("| ") && i < cells.length; i++) {
                String cell = cells[i].strip();
                if (!isHeading(line) && !cell.equals("–") && !TEST.matcher(cell).find()) {
                    bare.add(cell);
                }
            }
        }
        assertEquals(List.of(), bare);
    }

    private static boolean isHeading(String line) {
        return line.startsWith("| Host says |") || line.startsWith("| What |");
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/delivery.md"));
    }

    private static boolean exists(String module, String type, String method) throws IOException {
        Path tests = ROOT.resolve(module).resolve("src/test/java");
        if (!Files.isDirectory(tests)) {
            return false;
        }
        Pattern declared = Pattern.compile("\\bvoid " + method + "\\(");
        try (Stream<Path> files = Files.walk(tests)) {
            for (Path file : files.filter(f -> f.endsWith(type + ".java")).toList()) {
                if (declared.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
            return false;
        }
    }
}
