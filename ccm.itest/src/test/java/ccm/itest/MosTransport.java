package ccm.itest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** One way of the mos tool to a device, with the bytes that the tool sends there. */
interface MosTransport extends AutoCloseable {
    /** The {@code src} that the tool gives itself there. */
    String src();

    /** Sends one frame and waits for the frame that answers. */
    String call(String frame) throws IOException;

    @Override
    void close() throws IOException;

    /** A recorded file. */
    static String recorded(String name) throws IOException {
        try (InputStream in = MosTransport.class.getResourceAsStream("/mos/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
