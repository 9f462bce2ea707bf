package ccm.sim.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ccm.testing.Quiet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class ConsoleCableTest {
    @Test
    void carriesBytesBothWays(@TempDir Path folder) throws Exception {
        Path end = folder.resolve("console");
        ConsoleCable cable = new ConsoleCable(end);
        cable.open();
        try (var gateway = new RandomAccessFile(end.toFile(), "rw");
                var user = new RandomAccessFile(cable.userEnd(), "rw")) {
            user.write("ask".getBytes(US_ASCII));
            assertEquals("ask", read(gateway));
            gateway.write("say".getBytes(US_ASCII));
            assertEquals("say", read(user));
        } finally {
            cable.close();
        }
        assertFalse(Files.exists(end));
    }

    private static String read(RandomAccessFile from) throws IOException {
        byte[] three = new byte[3];
        from.readFully(three);
        return new String(three, US_ASCII);
    }
}
