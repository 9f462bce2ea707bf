package ccm.uart;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frames in and out, whatever the peer and the listener do. */
class UartLinkTest extends HostOnAPty {
    @Test
    void joinsAFrameThatArrivesInPiecesAndPartsFramesThatArriveTogether() throws IOException {
        open();
        write("{\"id\"");
        write(":1}\n{\"id\":2}\n{\"id\":3}\r\n\n\r\n{");
        write("\"id\":4}\n");
        eventually(
                () ->
                        assertEquals(
                                List.of("{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}"),
                                recorder.frames));
    }

    @Test
    void tellsOfAnOverlongLineOnceAndTakesTheNextFrame() throws IOException {
        open("frame_limit", 300);
        write("x".repeat(1_000_000) + "\n{\"after\":1}\n");
        eventually(() -> assertEquals(List.of("{\"after\":1}"), recorder.frames));
        assertEquals(List.of("a line longer than 300 bytes"), recorder.garbage);
    }

    @Test
    void survivesNoise() throws IOException {
        open();
        byte[] noise = new byte[5000];
        new java.util.Random(1).nextBytes(noise);
        host.write(noise);
        write("\n{\"ok\":1}\n");
        eventually(() -> assertTrue(recorder.frames.contains("{\"ok\":1}")));
    }

    @Test
    void sendsFramesWholeWhileManyThreadsSend() throws Exception {
        open();
        eventually(() -> assertTrue(link.isUp()));
        Thread[] senders = new Thread[4];
        for (int i = 0; i < senders.length; i++) {
            String frame = ("" + i).repeat(200 + i);
            senders[i] = new Thread(() -> IntStream.range(0, 200).forEach(n -> send(frame)));
            senders[i].start();
        }
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[4096];
        int expected = 200 * (200 + 201 + 202 + 203 + senders.length);
        while (all.length() < expected) {
            all.append(new String(buffer, 0, host.read(buffer), UTF_8));
        }
        for (String line : all.toString().split("\n")) {
            assertEquals(200 + (line.charAt(0) - '0'), line.length());
            assertEquals(1, line.chars().distinct().count());
        }
    }

    @Test
    void keepsFramesInOrderWhileNobodyListens() throws IOException {
        listener = null;
        open();
        write(numbered(0, 500));
        eventually(() -> assertTrue(link.isUp()));
        write(numbered(500, 1000));
        listener = recorder;
        write(numbered(1000, 1100));
        eventually(() -> assertEquals(expected(1100), recorder.frames));
        assertEquals(1, recorder.ups.get());
    }

    @Test
    void offersARefusedFrameAgainInOrderWithoutBurningTheProcessor() throws IOException {
        open();
        write(numbered(0, 1));
        eventually(() -> assertEquals(1, recorder.frames.size()));
        recorder.taking = false;
        write(numbered(1, 2000));
        eventually(() -> assertTrue(recorder.refusals.get() > 0));
        int before = recorder.refusals.get();
        long cpuBefore = readerCpu();
        long start = System.nanoTime();
        eventually(() -> assertTrue(recorder.refusals.get() >= before + 20));
        long wall = System.nanoTime() - start;
        long cpu = readerCpu() - cpuBefore;
        assertTrue(wall < 20 * 150_000_000L, "20 offers took " + wall + " ns");
        assertTrue(cpu < wall / 4, "cpu " + cpu + " ns of " + wall + " ns");
        recorder.taking = true;
        eventually(() -> assertEquals(expected(2000), recorder.frames));
    }

    @Test
    void stopsReadingWhenTooMuchIsKeptAndLosesNothing() throws Exception {
        recorder.taking = false;
        open();
        int count = 40_000; // about 1.4 MB, more than is kept
        Thread writer = new Thread(() -> writeQuietly(padded(count)));
        writer.start();
        eventually(() -> assertTrue(recorder.refusals.get() > 30));
        assertTrue(writer.isAlive(), "the peer must be held");
        recorder.taking = true;
        writer.join(20_000);
        eventually(() -> assertEquals(count, recorder.frames.size()));
        assertEquals(padded(count), String.join("\n", recorder.frames) + "\n");
    }

    @Test
    void refusesFramesForAPeerThatNeverReadsAndStillReadsItself() throws IOException {
        open("write_timeout_ms", 300);
        eventually(() -> assertTrue(link.isUp()));
        byte[] frame = "x".repeat(1000).getBytes(UTF_8);
        IOException e =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () ->
                                assertThrows(
                                        IOException.class,
                                        () -> {
                                            while (true) {
                                                link.send(frame);
                                            }
                                        }));
        assertTrue(e.getMessage().contains("taken nothing for 300 ms"), e.getMessage());
        long start = System.nanoTime();
        assertThrows(IOException.class, () -> link.send(frame));
        assertTrue(System.nanoTime() - start < 100_000_000L, "known to be stuck: no second wait");
        write("{\"up\":1}\n");
        eventually(() -> assertEquals(1, recorder.frames.size()));
        assertClosesSoon();
    }

    @Test
    void sendsAgainWhenThePeerReadsAgain() throws IOException {
        open("write_timeout_ms", 200);
        eventually(() -> assertTrue(link.isUp()));
        byte[] frame = "x".repeat(1000).getBytes(UTF_8);
        int sent = 0;
        try {
            while (sent < 10_000) {
                link.send(frame);
                sent++;
            }
        } catch (IOException e) {
            assertTrue(sent > 0, e.getMessage());
        }
        byte[] buffer = new byte[4096];
        for (int left = sent * 1001; left > 0; ) {
            left -= host.read(buffer);
        }
        link.send("{\"again\":1}".getBytes(UTF_8));
        assertEquals("{\"again\":1}\n", new String(buffer, 0, host.read(buffer), UTF_8));
    }

    @Test
    void writesTheLastAnswersBeforeItCloses() throws IOException {
        open();
        eventually(() -> assertTrue(link.isUp()));
        for (int i = 0; i < 20; i++) {
            link.send(("{\"n\":" + i + "}").getBytes(UTF_8));
        }
        byte[] buffer = new byte[4096];
        int first = host.read(buffer);
        link.close();
        StringBuilder all = new StringBuilder(new String(buffer, 0, first, UTF_8));
        while (!all.toString().contains("{\"n\":19}\n")) {
            all.append(new String(buffer, 0, host.read(buffer), UTF_8));
        }
    }

    @Test
    void survivesAListenerThatThrows() throws IOException {
        Quiet.expectErrors();
        listener = new FrameListenerThatThrows(recorder);
        open();
        write("{\"bad\":1}\n{\"good\":1}\n");
        eventually(() -> assertEquals(List.of("{\"good\":1}"), recorder.frames));
    }

    @Test
    void handsOnToTheNextListenerWhatOneThatIsSwappedCannotTake() throws IOException {
        ListenerThatIsGoing going = new ListenerThatIsGoing();
        listener = going;
        open();
        write("{\"n\":1}\n{\"n\":2}\n");
        eventually(() -> assertTrue(going.refused() > 1));
        listener = recorder;
        write("{\"n\":3}\n");
        eventually(
                () ->
                        assertEquals(
                                List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}"), recorder.frames));
    }
}
