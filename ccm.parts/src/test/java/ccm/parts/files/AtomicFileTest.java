package ccm.parts.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;
    private AtomicFile file;

    @BeforeEach
    void name() {
        file = new AtomicFile(folder.resolve("conf.json"));
    }

    @Test
    void replacesTheContentAndKeepsTheOneBefore() throws IOException {
        write("one");
        write("two");
        write("three");
        assertEquals("three", Files.readString(file.path()));
        assertEquals("two", Files.readString(file.lastGood()));
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        write("secret");
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
    }

    @Test
    void overwritesWhatAKilledWriterLeftAside() throws IOException {
        Files.writeString(folder.resolve("conf.json.new"), "half of");
        write("whole");
        assertEquals("whole", Files.readString(file.path()));
        assertFalse(Files.exists(folder.resolve("conf.json.new")));
    }

    @Test
    void leavesTheOldContentWhenTheNewCannotBeWritten() throws IOException {
        write("old");
        Files.createDirectories(folder.resolve("conf.json.new/in the way"));
        assertThrows(IOException.class, () -> write("new"));
        assertEquals("old", Files.readString(file.path()));
    }

    @Test
    void setsABadFileAsideForAPersonToLookAt() throws IOException {
        write("bad");
        Path aside = file.setAside();
        assertEquals("bad", Files.readString(aside));
        assertFalse(Files.exists(file.path()));
        assertTrue(aside.getFileName().toString().startsWith("conf.json.bad-"));
    }

    @Test
    void deletesBothCopies() throws IOException {
        write("one");
        write("two");
        file.delete();
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    private void write(String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
