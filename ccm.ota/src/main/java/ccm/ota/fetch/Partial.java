package ccm.ota.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What has come of a download, on disk. The record beside it says of what it is the beginning, and
 * how much of it is certainly there: it survives a power cut.
 */
final class Partial implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORCED_EACH = 256 << 10;

    private final Path file;
    private final AtomicFile record;
    private final String source; // the URL may hold a password, so its sum stands for it
    private final FileChannel channel;
    private String tag = "";
    private long total;
    private long length;
    private long forced;

    Partial(Path file, URI url) throws IOException {
        this.file = file;
        this.record = record(file);
        this.source = sum(url.toString());
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            load();
            channel.truncate(length);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Removes a file that was not completed, and its record. */
    static void forget(Path file) throws IOException {
        record(file).delete();
        Files.deleteIfExists(file);
    }

    /** By what the server tells whether it is still the same; empty when it cannot. */
    String tag() {
        return tag;
    }

    /** Bytes of the whole; 0 when unknown. */
    long total() {
        return total;
    }

    /** Bytes that have come. */
    long length() {
        return length;
    }

    /** Bytes that the disk has room for. */
    long room() throws IOException {
        return Files.getFileStore(file).getUsableSpace();
    }

    /** Begins anew. */
    void begin(String newTag, long newTotal) throws IOException {
        record.delete(); // before the bytes that it vouches for
        channel.truncate(0);
        length = 0;
        forced = 0;
        tag = newTag;
        total = newTotal;
    }

    void append(byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
            length += channel.write(buffer, length);
        }
        if (length - forced >= FORCED_EACH) {
            force();
        }
    }

    /** All has come: it is on disk when this returns, and no beginning any more. */
    void finish() throws IOException {
        channel.force(true);
        record.delete();
        tag = "";
    }

    /** Keeps what has come, if it can be gone on with. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (length > forced) {
                force();
            }
        }
    }

    private void force() throws IOException {
        if (tag.isEmpty()) {
            return;
        }
        channel.force(true);
        forced = length;
        ObjectNode content = JSON.createObjectNode();
        content.put("url", source).put("tag", tag).put("total", total).put("forced", forced);
        record.write(JSON.writeValueAsBytes(content));
    }

    private void load() throws IOException {
        if (!Files.exists(record.path())) {
            return;
        }
        JsonNode content;
        try {
            content = JSON.readTree(Files.readAllBytes(record.path()));
        } catch (IOException e) {
            return; // damaged: fetched anew
        }
        long there = content.path("forced").asLong();
        if (content.path("url").asText().equals(source) && there <= channel.size()) {
            tag = content.path("tag").asText();
            total = content.path("total").asLong();
            length = tag.isEmpty() ? 0 : Math.max(0, there);
            forced = length;
        }
    }

    private static AtomicFile record(Path file) {
        return new AtomicFile(file.resolveSibling(file.getFileName() + ".json"));
    }

    private static String sum(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: each Java has it", e);
        }
    }
}
