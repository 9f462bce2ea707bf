package ccm.uart;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.RawLine;
import ccm.api.link.RawLine.Parity;
import ccm.parts.pty.Pty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The line is lent to who writes firmware, and frames flow again afterwards. */
class LendingTest extends HostOnAPty {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int ROUNDS = 3000;

    @Test
    void carriesBytesBothWaysWhileItIsLentAndFramesBeforeAndAfter() throws Exception {
        open();
        write("{\"n\":0}\n");
        eventually(() -> assertEquals(expected(1), recorder.frames));
        try (RawLine line = borrow()) {
            assertFalse(link.isUp());
            assertEquals(1, recorder.downs.get());
            IOException e = assertThrows(IOException.class, () -> link.send("{}".getBytes(UTF_8)));
            assertTrue(e.getMessage().contains("lent to firmware update"), e.getMessage());
            assertEquals(115_200, line.baud());
            byte[] all = allBytes();
            line.write(all, 0, all.length);
            assertArrayEquals(all, fromHost(all.length));
            host.write(all);
            assertArrayEquals(all, readFully(line, all.length));
        }
        eventually(() -> assertEquals(2, recorder.ups.get()));
        assertTrue(link.isUp());
        write("{\"n\":1}\n");
        eventually(() -> assertEquals(expected(2), recorder.frames));
        link.send("{\"back\":1}".getBytes(UTF_8));
        assertEquals("{\"back\":1}\n", new String(fromHost(11), UTF_8));
    }

    @Test
    void losesNoFrameThatTheHostWroteBeforeOrWritesAfter() throws Exception {
        open();
        eventually(() -> assertTrue(link.isUp()));
        for (int round = 0; round < 5; round++) {
            write(numbered(200 * round, 200 * round + 200));
            borrow().close();
        }
        eventually(() -> assertEquals(expected(1000), recorder.frames));
        assertEquals(List.of(), recorder.garbage);
    }

    @Test
    void waitsForTheRestOfAFrameThatTheHostHasBegun() throws Exception {
        open();
        write("{\"n\":0}\n{\"n\"");
        eventually(() -> assertEquals(expected(1), recorder.frames));
        write(":1}\n");
        borrow().close();
        eventually(() -> assertEquals(expected(2), recorder.frames));
    }

    @Test
    void sendsTheFramesThatWereBegunBeforeItIsLent() throws Exception {
        open();
        eventually(() -> assertTrue(link.isUp()));
        String frame = "x".repeat(999);
        IntStream.range(0, 20).forEach(n -> send(frame)); // more than the kernel takes at once
        CompletableFuture<byte[]> taken = CompletableFuture.supplyAsync(() -> quietly(20_000));
        try (RawLine line = borrow()) {
            line.write("raw".getBytes(UTF_8), 0, 3);
            assertEquals((frame + "\n").repeat(20), new String(taken.get(), UTF_8));
            assertEquals("raw", new String(fromHost(3), UTF_8));
        }
    }

    @Test
    void keepsFramesThatWereReadAndCouldNotBeTaken() throws Exception {
        open();
        write(numbered(0, 1));
        eventually(() -> assertEquals(1, recorder.frames.size()));
        recorder.taking = false;
        write(numbered(1, 300));
        eventually(() -> assertTrue(recorder.refusals.get() > 0));
        try (RawLine line = borrow()) {
            recorder.taking = true;
            eventually(() -> assertEquals(expected(300), recorder.frames));
            assertFalse(link.isUp());
            assertEquals(115_200, line.baud());
            assertEquals(1, recorder.ups.get());
        }
        eventually(() -> assertEquals(2, recorder.ups.get()));
    }

    @Test
    void isLentAlthoughTheHostTakesNothing() throws Exception {
        open("write_timeout_ms", 100);
        eventually(() -> assertTrue(link.isUp()));
        assertThrows(
                IOException.class,
                () -> {
                    while (true) {
                        link.send("x".repeat(1000).getBytes(UTF_8));
                    }
                });
        try (RawLine line = borrow()) {
            host.write(new byte[] {0x79});
            assertArrayEquals(new byte[] {0x79}, readFully(line, 1));
        }
    }

    @Test
    void hasOneBorrowerAtATimeWhoMayCloseTwice() throws Exception {
        open();
        RawLine first = borrow();
        IOException e = assertThrows(IOException.class, () -> link.lender().borrow("second", SOON));
        assertTrue(e.getMessage().contains("lent to \"firmware update\" already"), e.getMessage());
        first.close();
        first.close();
        RawLine second = borrow();
        first.close();
        assertEquals(115_200, second.baud());
        assertFalse(link.isUp());
        IOException late = assertThrows(IOException.class, () -> first.discardInput());
        assertTrue(late.getMessage().contains("given back"), late.getMessage());
        second.close();
        eventually(() -> assertTrue(link.isUp()));
    }

    @Test
    void endsAReadThatWaitsWhenItIsClosed() throws Exception {
        open();
        RawLine line = borrow();
        CompletableFuture<IOException> read =
                CompletableFuture.supplyAsync(
                        () ->
                                assertThrows(
                                        IOException.class,
                                        () -> line.read(new byte[1], 0, 1, SOON.multipliedBy(12))));
        line.close();
        eventually(() -> assertTrue(read.isDone()));
        eventually(() -> assertTrue(link.isUp()));
    }

    @Test
    void saysWhyThePortIsNotThereToLend() throws Exception {
        open("port", data.resolve("later").toString());
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> link.lender().borrow("firmware update", Duration.ofMillis(300)));
        assertTrue(e.getMessage().contains("later: not there. Is the adapter"), e.getMessage());
    }

    @Test
    void waitsForAPortThatComesInTime() throws Exception {
        Path later = data.resolve("later");
        open("port", later.toString());
        CompletableFuture<RawLine> line = CompletableFuture.supplyAsync(this::borrowQuietly);
        Files.createSymbolicLink(later, Path.of(host.device()));
        line.get().close();
    }

    @Test
    void hasNoLineWithoutAPort() throws Exception {
        open("port", "");
        IOException e = assertThrows(IOException.class, () -> link.lender().borrow("me", SOON));
        assertTrue(e.getMessage().contains("host.rpc.uart.port is empty"), e.getMessage());
    }

    @Test
    void comesBackAfterAnUnplugWhileItWasLent() throws Exception {
        Path stable = Files.createSymbolicLink(data.resolve("by-id"), Path.of(host.device()));
        open("port", stable.toString());
        eventually(() -> assertEquals(1, recorder.ups.get()));
        RawLine line = borrow();
        host.close();
        IOException e = assertThrows(IOException.class, () -> line.read(new byte[1], 0, 1, SOON));
        assertTrue(e.getMessage().contains("the line is gone"), e.getMessage());
        assertThrows(IOException.class, () -> line.write(new byte[1], 0, 1));

        host = new Pty();
        Files.delete(stable);
        Files.createSymbolicLink(stable, Path.of(host.device()));
        eventually(() -> assertEquals(2, recorder.ups.get()));
        line.close();
        write("{\"n\":0}\n");
        eventually(() -> assertEquals(expected(1), recorder.frames));
        borrow().close();
    }

    @Test
    void endsWithThePortThatIsClosedWhileItIsLent() throws Exception {
        open();
        RawLine line = borrow();
        CompletableFuture<IOException> read =
                CompletableFuture.supplyAsync(
                        () ->
                                assertThrows(
                                        IOException.class,
                                        () -> line.read(new byte[1], 0, 1, SOON.multipliedBy(12))));
        assertClosesSoon();
        assertTrue(read.get().getMessage().contains("closed while it was lent"));
        assertThrows(IOException.class, () -> line.write(new byte[1], 0, 1));
        line.close();
        IOException e = assertThrows(IOException.class, () -> link.lender().borrow("me", SOON));
        assertTrue(e.getMessage().contains("being closed"), e.getMessage());
    }

    @Test
    void freesABorrowerWhoseWriteNeverEnds() throws Exception {
        open();
        RawLine line = borrow();
        byte[] much = new byte[1024 * 1024];
        CompletableFuture<IOException> write =
                CompletableFuture.supplyAsync(
                        () ->
                                assertThrows(
                                        IOException.class, () -> line.write(much, 0, much.length)));
        assertFalse(write.isDone());
        link.close();
        eventually(() -> assertTrue(write.isDone()));
    }

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
            System.out.printf("LendingTest: 5 bytes and their answer in %d us%n", median);
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

    private RawLine borrow() throws IOException {
        return link.lender().borrow("firmware update", SOON);
    }

    private RawLine borrowQuietly() {
        try {
            return borrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] readFully(RawLine line, int count) throws IOException {
        byte[] all = new byte[count];
        for (int done = 0; done < count; ) {
            int got = line.read(all, done, count - done, SOON);
            assertTrue(got > 0, "only " + done + " bytes came");
            done += got;
        }
        return all;
    }

    private byte[] fromHost(int count) throws IOException {
        byte[] all = new byte[count];
        byte[] piece = new byte[count];
        for (int done = 0; done < count; ) {
            int got = host.read(piece);
            System.arraycopy(piece, 0, all, done, Math.min(got, count - done));
            done += got;
        }
        return all;
    }

    private byte[] quietly(int count) {
        try {
            return fromHost(count);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] allBytes() {
        byte[] all = new byte[256];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
        return Arrays.copyOf(all, all.length);
    }
}
