package ccm.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir Path folder;

    @Test
    void takesThePlaceOfASocketThatAKilledGatewayLeft() throws IOException {
        Path path = folder.resolve("s");
        new SocketFile(path).listen().close(); // the file stays, as after a kill
        assertTrue(Files.exists(path));
        try (ServerSocketChannel server = new SocketFile(path).listen()) {
            assertTrue(server.isOpen());
        }
    }

    @Test
    void leavesASocketAloneOnWhichSomebodyAnswers() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel first = new SocketFile(path).listen()) {
            assertTrue(first.isOpen());
            assertEquals(
                    path + ": another program answers there. Stop it, or set local.path",
                    refusal(path));
        }
    }

    @Test
    void leavesAFileAloneThatIsNoSocket() throws IOException {
        Path path = Files.writeString(folder.resolve("s"), "precious");
        assertEquals(
                path + ": not a socket but something of yours. Move it, or set local.path",
                refusal(path));
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void saysThatAPathIsTooLongForASocket() {
        Path path = Path.of("/tmp/" + "x".repeat(110));
        assertEquals(
                path
                        + ": 115 bytes long, a socket's path has at most 107."
                        + " Set a shorter one with local.path",
                refusal(path));
    }

    @Test
    void namesAFolderThatIsNotThere() {
        Path path = folder.resolve("nowhere/s");
        assertTrue(refusal(path).startsWith(path + ": cannot listen ("), refusal(path));
    }

    private static String refusal(Path path) {
        return assertThrows(IOException.class, () -> new SocketFile(path).listen()).getMessage();
    }
}
