package ccm.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer on disk: corrupt files and writes that stopped half-way. */
@ExtendWith(Quiet.class)
class LayerFileTest {
    private static final Map<String, JsonNode> ONE = Map.of("a.b", IntNode.valueOf(1));
    private static final Map<String, JsonNode> TWO = Map.of("a.b", IntNode.valueOf(2));

    @TempDir Path folder;
    private Path path;
    private Path lastGood;
    private LayerFile file;

    @BeforeEach
    void name() {
        path = folder.resolve("conf9.json");
        lastGood = folder.resolve("conf9.json.bak");
        file = new LayerFile(path);
    }

    @Test
    void isPrettyAndComesBack() throws IOException {
        file.write(ONE);
        assertEquals("{\n  \"a\" : {\n    \"b\" : 1\n  }\n}\n", Files.readString(path));
        assertEquals(ONE, file.read());
    }

    @Test
    void noFileIsAnEmptyLayer() {
        assertTrue(file.read().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "hush", "[]", "5", "{\"a\":1} x", "{\"a\":1 // no\n}", "\0\0\0"})
    void aCorruptFileIsKeptAsideAndTheLastGoodCopyUsed(String rubbish) throws IOException {
        Quiet.expectErrors();
        file.write(ONE);
        file.write(TWO);
        Files.writeString(path, rubbish);
        assertEquals(ONE, file.read());
        assertEquals(List.of(rubbish), setAside("conf9.json.bad-"));
        String error = Quiet.errors().get(0);
        assertTrue(error.contains(path + ":") && error.contains(lastGood.toString()), error);
        assertTrue(error.contains(".bad-") && !error.contains("hush"), error);
        assertEquals(ONE, file.read()); // and at every later start, until it is saved
        file.write(TWO);
        assertEquals(TWO, file.read());
    }

    @Test
    void twoCorruptFilesAreSaidLoudly() throws IOException {
        Quiet.expectErrors();
        Files.writeString(path, "x");
        Files.writeString(lastGood, "y");
        assertTrue(file.read().isEmpty());
        assertTrue(Quiet.errors().get(0).contains("STARTING WITHOUT THIS LAYER"));
        assertEquals(List.of("x"), setAside("conf9.json.bad-"));
    }

    @Test
    void anEndlessFileIsNotReadIntoMemory() throws IOException {
        Quiet.expectErrors();
        Files.write(path, new byte[(1 << 20) + 1]);
        assertTrue(file.read().isEmpty());
        assertTrue(Quiet.errors().get(0).contains("longer than"));
    }

    @Test
    void aWriteThatStoppedAtAnyStepLeavesTheOldOrTheNew() throws IOException {
        file.write(ONE);
        file.write(TWO);
        Path aside = folder.resolve("conf9.json.new");
        Files.writeString(aside, "{\"a\""); // the new file is half written
        assertEquals(TWO, file.read());
        Files.delete(lastGood); // the old last good copy is gone, the next is not there yet
        assertEquals(TWO, file.read());
        Files.createLink(lastGood, path); // before the move
        assertEquals(TWO, file.read());
        file.write(ONE);
        assertEquals(ONE, file.read());
        assertFalse(Files.exists(aside));
    }

    @Test
    void aFileForOneStartIsGoneBeforeItIsUsed() throws IOException {
        file.write(ONE);
        assertEquals(Optional.of(ONE), file.take().map(Map::copyOf));
        assertFalse(Files.exists(path));
        assertEquals(Optional.empty(), file.take());
    }

    @Test
    void aCorruptFileForOneStartIsNotUsed() throws IOException {
        Quiet.expectErrors();
        Files.writeString(path, "{");
        assertEquals(Optional.empty(), file.take());
        assertFalse(Files.exists(path));
    }

    @Test
    void aProductsFileMayHaveComments() throws IOException {
        Files.writeString(path, "{ // what we sell\n \"a\": {\"b\": \"c\" /* and so on */}}");
        assertEquals(Map.of("a.b", TextNode.valueOf("c")), LayerFile.readProduct(path));
    }

    @Test
    void aMissingProductsFileIsAnError() {
        Quiet.expectErrors();
        assertTrue(LayerFile.readProduct(path).isEmpty());
        assertTrue(Quiet.errors().get(0).contains(path.toString()));
    }

    private List<String> setAside(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(found -> found.getFileName().toString().startsWith(name))
                    .map(LayerFileTest::text)
                    .toList();
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
