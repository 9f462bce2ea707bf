package ccm.uart;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.RawLine;
import ccm.api.link.RawLine.Parity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a borrower can do with the line that he has. */
class RawPortTest extends LentLine {
    private static final int ROUNDS = 3000;

    @Test
    void changesRateAndParityAndDropsWhatCameAtTheOldOnes() throws Exception {
        open();
        try (RawLine line = borrow()) {
            host.write(new byte[10]);
            assertEquals(1, line.read(new byte[1], 0, 1, SOON)); // so the others are there too
            line.configure(57_600, Parity.EVEN);
            assertEquals(57_600, line.baud());
            host.write(new byte[] {0x79});
            assertArrayEquals(new byte[] {0x79}, readFully(line, 1));
            host.write(new byte[] {1, 2, 3}); // garbage for frames
        }
        eventually(() -> assertTrue(link.isUp()));
        write("{\"n\":0}\n");
        eventually(() -> assertEquals(expected(1), recorder.frames));
    }

    @Test
    void namesARateThatTheDriverRefusesAndStaysAsItWas() throws Exception {
        open();
        try (RawLine line = borrow()) {
            line.configure(57_600, Parity.EVEN); // a terminal keeps no parity, and says so when
            line.configure(115_200, Parity.EVEN); // there is nothing else that it can change
            IOException e =
                    assertThrows(IOException.class, () -> line.configure(1_234_567, Parity.EVEN));
            assertTrue(e.getMessage().contains("refuses 1234567 baud"), e.getMessage());
            assertEquals(115_200, line.baud());
            host.write(new byte[] {0x79});
            assertArrayEquals(new byte[] {0x79}, readFully(line, 1));
        }
    }

    @Test
    void saysThatATerminalHasNoModemOutputs() throws Exception {
        open();
        try (RawLine line = borrow()) {
            IOException rts = assertThrows(IOException.class, () -> line.rts(true));
            assertTrue(rts.getMessage().contains("cannot drive RTS"), rts.getMessage());
            IOException dtr = assertThrows(IOException.class, () -> line.dtr(false));
            assertTrue(dtr.getMessage().contains("cannot drive DTR"), dtr.getMessage());
            line.configure(57_600, Parity.NONE);
        }
    }

    @Test
    void waitsNoLongerThanTheDeadline() throws Exception {
        open();
        try (RawLine line = borrow()) {
            long start = System.nanoTime();
            assertEquals(0, line.read(new byte[1], 0, 1, Duration.ZERO));
            assertTrue(System.nanoTime() - start < 50_000_000L, "must not wait at all");
            assertEquals(0, line.read(new byte[1], 0, 1, Duration.ofMillis(300)));
            long took = System.nanoTime() - start;
            assertTrue(took >= 300_000_000L && took < 600_000_000L, took + " ns");
        }
    }

    @Test
    void dropsInputAlone() throws Exception {
        open();
        try (RawLine line = borrow()) {
            host.write(new byte[1000]);
            eventually(() -> assertEquals(1, line.read(new byte[1], 0, 1, SOON)));
            line.write(new byte[] {1}, 0, 1);
            line.discardInput();
            assertEquals(0, line.read(new byte[1], 0, 1, Duration.ZERO));
            assertArrayEquals(new byte[] {1}, fromHost(1));
        }
    }

    @Test
    void lowersTheLatencyTimerOfAnAdapterForAsLongAsItIsLent() throws Exception {
        Path timer = latencyTimer("16");
        open();
        RawLine line = borrow();
        assertEquals("1", Files.readString(timer).strip());
        line.close();
        eventually(() -> assertTrue(link.isUp()));
        assertEquals("16", Files.readString(timer).strip());

        borrow();
        assertEquals("1", Files.readString(timer).strip());
        link.close();
        assertEquals("16", Files.readString(timer).strip());
    }

    @Test
    void isLentAlthoughTheLatencyTimerMayNotBeSet() throws Exception {
        Path timer = latencyTimer("16");
        Files.delete(timer);
        Files.createDirectory(timer); // root may write to every file, but not to this
        open();
        borrow().close();
    }

    @Test
    void remembersTheLevelsOfModemOutputs() throws Exception {
        open();
        link.lender().idleRts(false);
        link.lender().idleDtr(true);
        try (RawLine line = borrow()) {
            assertThrows(IOException.class, () -> line.rts(true));
        }
        assertEquals(Optional.of(false), levels.rts());
        assertEquals(Optional.of(true), levels.dtr());
        eventually(() -> assertTrue(link.isUp())); // a terminal without outputs is none the worse
    }

    @Test
    void aByteIsAnsweredWithoutPolling() throws Exception {
        open();
        try (RawLine line = borrow()) {
            Thread echo = new Thread(this::acknowledge, "ccm-uart-test-echo");
            echo.start();
            byte[] request = new byte[5];
            byte[] answer = new byte[1];
            long[] took = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                line.write(request, 0, request.length);
                assertEquals(1, line.read(answer, 0, 1, SOON));
                took[i] = System.nanoTime() - start;
            }
            Arrays.sort(took);
            long median = took[ROUNDS / 2] / 1000;
            System.out.printf("RawPortTest: 5 bytes and their answer in %d us%n", median);
            assertTrue(median < 5000, median + " us"); // a timer would make it 10 ms
            host.close();
            echo.join();
        }
    }

    private void acknowledge() {
        byte[] request = new byte[5];
        try {
            for (int count = host.read(request); count > 0; count = host.read(request)) {
                for (int got = count; got < request.length; ) {
                    got += host.read(request);
                }
                host.write(new byte[] {0x79});
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path latencyTimer(String value) throws IOException {
        sysfs = data.resolve("sys");
        String device = Path.of(host.device()).getFileName().toString();
        Path folder = sysfs.resolve("class/tty").resolve(device).resolve("device");
        return Files.writeString(
                Files.createDirectories(folder).resolve("latency_timer"), value + "\n");
    }
}
