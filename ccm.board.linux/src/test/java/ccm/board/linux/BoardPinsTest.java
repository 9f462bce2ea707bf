package ccm.board.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.board.PinRequest;
import ccm.testing.Quiet;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen on a machine without GPIO; the rest is seen in the laboratory. */
@ExtendWith(Quiet.class)
class BoardPinsTest {
    @TempDir Path data;
    private BoardPins pins;

    @AfterEach
    void end() {
        if (pins != null) {
            pins.close();
        }
    }

    @Test
    void doesNothingBeforeTheFirstLine() {
        pins = new BoardPins(data);

        assertFalse(Files.exists(data.resolve("native")));
    }

    @Test
    void namesTheLineThatIsNotThere() {
        pins = new BoardPins(data);
        PinRequest request = PinRequest.of("nowhere/7");

        for (IOException e :
                List.of(
                        assertThrows(IOException.class, () -> pins.output(request, true)),
                        assertThrows(IOException.class, () -> pins.input(request)),
                        assertThrows(
                                IOException.class, () -> pins.watch(request, (on, nanos) -> {})))) {
            assertTrue(e.getMessage().startsWith("nowhere/7: "), e.getMessage());
        }
    }

    @Test
    void leavesNoNativePartBehind() throws IOException {
        pins = new BoardPins(data);
        assertThrows(IOException.class, () -> pins.input(PinRequest.of("nowhere/7")));

        try (Stream<Path> left = Files.list(data.resolve("native"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void givesNothingOnceItIsStopped() {
        pins = new BoardPins(data);
        pins.close();

        IOException e = assertThrows(IOException.class, () -> pins.input(PinRequest.of("GPIO17")));
        assertEquals("GPIO: the board's bundle is stopped", e.getMessage());
    }

    /** As a bundle that is replaced; JNA may not help itself to a folder of others meanwhile. */
    @Test
    void isLoadedAnewByAnotherClassLoader() throws Exception {
        System.setProperty("jna.nounpack", "true");
        try {
            for (int round = 0; round < 3; round++) {
                try (URLClassLoader loader = another()) {
                    Class<?> kernel = loader.loadClass(Kernel.class.getName());
                    Constructor<?> made = kernel.getDeclaredConstructor(Path.class);
                    made.setAccessible(true);
                    ((AutoCloseable) made.newInstance(data)).close();
                }
            }
        } finally {
            System.clearProperty("jna.nounpack");
        }
    }

    private static URLClassLoader another() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @Test
    void saysWhichDeviceIsNoChip() throws IOException {
        try (Kernel kernel = new Kernel(data)) {
            int fd = kernel.open(Path.of("/dev/null"));
            KernelException e =
                    assertThrows(
                            KernelException.class,
                            () ->
                                    kernel.ioctl(
                                            fd, Abi.GET_CHIP_INFO, new byte[Abi.CHIP_INFO_BYTES]));
            kernel.close(fd);
            assertEquals(KernelException.ENOTTY, e.number());
        }
    }

    @Test
    void bellIsHeardByWhoWaits() throws IOException {
        try (Kernel kernel = new Kernel(data)) {
            int bell = kernel.bell();
            assertArrayEquals(new short[] {0}, kernel.poll(new int[] {bell}, 0));

            kernel.ring(bell);

            assertArrayEquals(new short[] {1}, kernel.poll(new int[] {bell}, 1000));
            assertEquals(Long.BYTES, kernel.read(bell, new byte[Long.BYTES]));
            kernel.close(bell);
        }
    }
}
