package ccm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    @TempDir Path folder;

    @AfterEach
    void backToTheRuntimesOwn() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void writesLinesOfTheProductsFormIntoItsFolder() throws Exception {
        Log.into(folder.resolve("log"), settings());
        Logger.getLogger("ccm.test").info("something starts");
        List<String> lines = Files.readAllLines(folder.resolve("log/ccm.0.log"));
        assertEquals(List.of("INFO ccm.test: something starts"), lines);
    }

    @Test
    void goesOnWithoutFilesWhenTheFolderCannotBeMade() throws Exception {
        Files.writeString(folder.resolve("log"), "in the way");
        Log.into(folder.resolve("log"), settings());
        Logger.getLogger("ccm.test").info("something starts");
        assertEquals("in the way", Files.readString(folder.resolve("log")));
    }

    @Test
    void keepsTheRuntimesOwnSettingsWhereAProductHasNone() throws Exception {
        Log.into(folder.resolve("log"), folder.resolve("none.txt"));
        assertTrue(Files.notExists(folder.resolve("log")));
    }

    private Path settings() throws IOException {
        return Files.writeString(
                folder.resolve("logging.txt"),
                """
                handlers = java.util.logging.ConsoleHandler, java.util.logging.FileHandler
                java.util.logging.ConsoleHandler.level = OFF
                java.util.logging.SimpleFormatter.format = %4$s %3$s: %5$s%6$s%n
                java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
                java.util.logging.FileHandler.pattern = ${log}/ccm.%g.log
                """);
    }
}
