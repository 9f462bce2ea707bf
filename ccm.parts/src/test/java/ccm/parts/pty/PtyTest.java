package ccm.parts.pty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PtyTest {
    @Test
    void carriesBytesBothWaysAsTheyAre() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Pty pty = new Pty();
                FileOutputStream out = new FileOutputStream(pty.device());
                FileInputStream in = new FileInputStream(pty.device())) {
            pty.write(all);
            assertEquals(new String(all, UTF_8), new String(exactly(in, 256), UTF_8));
            out.write(all);
            byte[] back = new byte[512];
            int count = 0;
            while (count < 256) {
                byte[] part = new byte[512];
                int more = pty.read(part);
                System.arraycopy(part, 0, back, count, more);
                count += more;
            }
            assertEquals(new String(all, UTF_8), new String(back, 0, count, UTF_8));
        }
    }

    @Test
    void tellsTheRateThatItsUserSets() throws Exception {
        try (Pty pty = new Pty()) {
            for (int baud : new int[] {57_600, 921_600}) {
                String[] stty = {"stty", "-F", pty.device(), Integer.toString(baud)};
                assertEquals(0, new ProcessBuilder(stty).inheritIO().start().waitFor());
                assertEquals(baud, pty.baud());
            }
        }
    }

    @Test
    void survivesItsUsers() throws IOException {
        try (Pty pty = new Pty()) {
            new FileInputStream(pty.device()).close();
            pty.write("kept\n".getBytes(UTF_8));
            try (FileInputStream in = new FileInputStream(pty.device())) {
                assertEquals("kept\n", new String(exactly(in, 5), UTF_8));
            }
        }
    }

    @Test
    void hangsUpOnWhoReadsTheDevice() throws IOException {
        Pty pty = new Pty();
        try (FileInputStream in = new FileInputStream(pty.device())) {
            pty.close();
            assertEquals(-1, readOrEnd(in));
        }
    }

    @Test
    void closeEndsAReadThatWaits() throws Exception {
        Pty pty = new Pty();
        CompletableFuture<Integer> read =
                CompletableFuture.supplyAsync(() -> unchecked(() -> pty.read(new byte[1])));
        pty.close();
        assertEquals(-1, read.get(2, TimeUnit.SECONDS));
        assertThrows(IOException.class, () -> pty.write(new byte[1]));
        pty.close(); // a second time does nothing
    }

    @Test
    void closeEndsAWriteThatNobodyTakes() throws Exception {
        Pty pty = new Pty();
        CompletableFuture<Void> write =
                CompletableFuture.runAsync(() -> unchecked(() -> writeMuch(pty)));
        try (FileInputStream in = new FileInputStream(pty.device())) {
            assertTrue(in.read() >= 0); // the write is under way, and far more than fits
            assertFalse(write.isDone());
            long start = System.nanoTime();
            pty.close();
            assertTrue(System.nanoTime() - start < 2_000_000_000L);
        }
        Exception e = assertThrows(Exception.class, () -> write.get(2, TimeUnit.SECONDS));
        assertTrue(e.getMessage().contains("closed while writing"), e.getMessage());
    }

    private static byte[] exactly(FileInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        new DataInputStream(in).readFully(bytes);
        return bytes;
    }

    private static int writeMuch(Pty pty) throws IOException {
        pty.write(new byte[1_000_000]);
        return 0;
    }

    private static int readOrEnd(FileInputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            return -1; // Linux says EIO
        }
    }

    private static int unchecked(Call call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private interface Call {
        int call() throws IOException;
    }
}
