package ccm.uart;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.RawLine;
import ccm.parts.pty.Pty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The line is lent to who writes firmware, and frames flow again afterwards. */
class LendingTest extends LentLine {
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
        assertEquals(0, second.read(new byte[1], 0, 1, Duration.ofMillis(300)));
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
}
