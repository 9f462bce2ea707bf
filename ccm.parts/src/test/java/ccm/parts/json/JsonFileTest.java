package ccm.parts.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
    @TempDir Path folder;
    private Path path;
    private JsonFile file;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("some.json");
        file = new JsonFile(new AtomicFile(path));
        file.write(IntNode.valueOf(1));
        file.write(IntNode.valueOf(2));
    }

    @Test
    void saysWhatWasWrittenLast() {
        assertEquals(2, file.read().asInt());
    }

    @Test
    void usesTheCopyBeforeADamagedOneAtThisStartAndAtTheNext() throws IOException {
        Files.writeString(path, "{\"half\":");
        assertEquals(1, file.read().asInt());
        assertEquals(1, file.read().asInt());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.anyMatch(each -> each.toString().contains(".bad-")));
        }
    }

    @Test
    void isEmptyOnlyWhenNothingCanBeRead() throws IOException {
        Files.writeString(path, "");
        Files.writeString(new AtomicFile(path).lastGood(), "nor this");
        assertTrue(file.read().isMissingNode());
    }
}
