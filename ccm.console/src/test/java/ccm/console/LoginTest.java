package ccm.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
    @TempDir Path data;
    private final List<String> shown = new ArrayList<>();

    @Test
    void makesAPasswordAtTheFirstStartAndShowsItOnce() throws IOException {
        Login first = Login.in(data, shown::add);
        Login second = Login.in(data, shown::add);
        assertEquals(1, shown.size());
        assertTrue(first.matches("admin", shown.get(0)));
        assertTrue(second.matches("admin", shown.get(0)));
    }

    @Test
    void refusesEverythingElse() throws IOException {
        Login login = Login.in(data, shown::add);
        assertFalse(login.matches("admin", "admin"));
        assertFalse(login.matches("admin", ""));
        assertTrue(login.matches("admin", shown.get(0))); // now it is remembered
        assertFalse(login.matches("root", shown.get(0)));
        assertFalse(login.matches("admin", shown.get(0) + "x"));
    }

    @Test
    void makesAnotherPasswordOnEveryDevice() throws IOException {
        Login.in(data.resolve("one"), shown::add);
        Login.in(data.resolve("two"), shown::add);
        assertNotEquals(shown.get(0), shown.get(1));
    }

    @Test
    void keepsTheHashAlone() throws IOException {
        Login.in(data, shown::add);
        assertFalse(Files.readString(data.resolve("config/console.json")).contains(shown.get(0)));
    }

    @Test
    void saysWhatToDoWithAFileThatCannotBeRead() throws IOException {
        Files.createDirectories(data.resolve("config"));
        Files.writeString(data.resolve("config/console.json"), "{\"hash\":\"plain text\"}");
        IOException error = assertThrows(IOException.class, () -> Login.in(data, shown::add));
        assertTrue(
                error.getMessage().endsWith("Delete it, and the next start makes a new password"));
        assertEquals(List.of(), shown);
    }
}
