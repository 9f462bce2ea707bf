package ccm.uart;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.pty.Pty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The port comes, goes, is busy or was never there. */
class UartPortTest extends HostOnAPty {
    @Test
    void comesBackAfterUnplugAndReplugAndDropsTheHalfFrame() throws IOException {
        Path stable = Files.createSymbolicLink(data.resolve("by-id"), Path.of(host.device()));
        open("port", stable.toString());
        write("{\"a\":1}\n{\"half");
        eventually(() -> assertEquals(1, recorder.frames.size()));
        host.close();
        eventually(() -> assertEquals(1, recorder.downs.get()));
        assertFalse(link.isUp());
        assertThrows(IOException.class, () -> link.send("{}".getBytes(UTF_8)));

        host = new Pty();
        Files.delete(stable);
        Files.createSymbolicLink(stable, Path.of(host.device()));
        eventually(() -> assertEquals(2, recorder.ups.get()));
        write("{\"b\":2}\n");
        eventually(() -> assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), recorder.frames));
        assertEquals(1, recorder.downs.get());
    }

    @Test
    void handsOnWhatItKeptAlthoughTheHostIsUnplugged() throws IOException {
        listener = null;
        open();
        write(numbered(0, 50));
        eventually(() -> assertTrue(link.isUp()));
        Recorder probe = new Recorder();
        probe.taking = false;
        listener = probe;
        eventually(() -> assertTrue(probe.refusals.get() > 2)); // so all of it has been read
        host.close();
        eventually(() -> assertFalse(link.isUp()));
        listener = recorder;
        eventually(() -> assertEquals(expected(50), recorder.frames));
        assertEquals(0, recorder.ups.get());
    }

    @Test
    void waitsForAPortThatIsNotThereYet() throws IOException {
        Path later = data.resolve("later");
        open("port", later.toString());
        assertFalse(link.isUp());
        Files.createSymbolicLink(later, Path.of(host.device()));
        eventually(() -> assertEquals(1, recorder.ups.get()));
    }

    @Test
    void opensNothingElseWhileAPortIsNotThere() throws IOException {
        Path later = data.resolve("ptmx"); // there is a terminal of that name in /dev
        UartSettings settings = settings("port", later.toString());
        IOException e =
                assertThrows(
                        IOException.class, () -> SerialLine.open(settings, new Levels()).close());
        assertTrue(e.getMessage().contains("not there"), e.getMessage());
        Files.createSymbolicLink(later, Path.of(host.device()));
        SerialLine.open(settings, new Levels()).close();
    }

    @Test
    void findsAPortByItsNameAlone() throws IOException {
        String name = Path.of("/dev").relativize(Path.of(host.device())).toString();
        SerialLine.open(settings("port", name), new Levels()).close();
    }

    @Test
    void namesWhoHoldsABusyPortAndTakesItWhenItIsFree() throws Exception {
        Process other =
                new ProcessBuilder("flock", "-x", host.device(), "sleep", "60")
                        .redirectErrorStream(true)
                        .start();
        try {
            UartSettings settings = settings("port", host.device());
            eventually(
                    () -> {
                        IOException e =
                                assertThrows(
                                        IOException.class,
                                        () -> SerialLine.open(settings, new Levels()).close());
                        assertTrue(e.getMessage().contains("in use by pid "), e.getMessage());
                        assertTrue(e.getMessage().contains("(flock)"), e.getMessage());
                    });
            open();
            assertFalse(link.isUp());
        } finally {
            other.descendants().forEach(ProcessHandle::destroyForcibly);
            other.destroyForcibly();
        }
        eventually(() -> assertTrue(link.isUp()));
    }

    @Test
    void aSecondLinkOnOnePortIsRefusedAndTheFirstIsNamed() throws IOException {
        open();
        eventually(() -> assertTrue(link.isUp()));
        UartSettings settings = settings("port", host.device());
        IOException e =
                assertThrows(IOException.class, () -> SerialLine.open(settings, new Levels()));
        assertTrue(e.getMessage().contains("this very process"), e.getMessage());
        write("{\"still\":1}\n");
        eventually(() -> assertEquals(1, recorder.frames.size()));
    }

    @Test
    void closesSoonWhileThePortIsAbsent() throws IOException {
        open("port", "/dev/ccm-absent");
        assertClosesSoon();
    }

    @Test
    void staysIdleWithoutAPort() throws IOException {
        open("port", "");
        assertFalse(link.isUp());
        assertThrows(IOException.class, () -> link.send(new byte[0]));
    }

    @Test
    void findsThePortInTheDataFolder() throws IOException {
        Files.createSymbolicLink(data.resolve("host"), Path.of(host.device()));
        open("port", "${data}/host");
        eventually(() -> assertTrue(link.isUp()));
        assertEquals(data.resolve("host").toString(), link.peer().address());
    }
}
