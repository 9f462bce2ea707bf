package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes an archive in the one layout that all devices read: no flags, no data descriptors, sizes
 * and sum in the local header, version 2.0, no time. The writer of the Java runtime always writes a
 * time, and another version for stored files.
 */
final class ZipArchive {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final short VERSION = 20;
    private static final short STORED = 0;
    private static final short DEFLATED = 8;
    private static final int BUFFER = 8192;

    private final boolean compress;
    private final ByteArrayOutputStream files = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private short count;

    ZipArchive(boolean compress) {
        this.compress = compress;
    }

    /**
     * Adds a file.
     *
     * @param extra what stands in its extra field, in both headers
     */
    void add(String name, byte[] content, byte[] extra) {
        byte[] stored = compress ? deflated(content) : content;
        byte[] nameBytes = name.getBytes(UTF_8);
        int start = files.size();
        ByteBuffer common = common(content, stored, nameBytes, extra);
        ByteBuffer local = buffer(LOCAL_BYTES).putInt(LOCAL).putShort(VERSION).put(common);
        files.writeBytes(local.array());
        files.writeBytes(nameBytes);
        files.writeBytes(extra);
        files.writeBytes(stored);
        ByteBuffer central =
                buffer(CENTRAL_BYTES)
                        .putInt(CENTRAL)
                        .putShort(VERSION)
                        .putShort(VERSION)
                        .put(common.rewind());
        central.putInt(CENTRAL_BYTES - Integer.BYTES, start);
        directory.writeBytes(central.array());
        directory.writeBytes(nameBytes);
        directory.writeBytes(extra);
        count++;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(files.toByteArray());
        all.writeBytes(directory.toByteArray());
        all.writeBytes(
                buffer(END_BYTES)
                        .putInt(END)
                        .putInt(0)
                        .putShort(count)
                        .putShort(count)
                        .putInt(directory.size())
                        .putInt(files.size())
                        .array());
        return all.toByteArray();
    }

    /** What both headers have, from the flags to the length of the extra field. */
    private ByteBuffer common(byte[] content, byte[] stored, byte[] name, byte[] extra) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return buffer(LOCAL_BYTES - Integer.BYTES - Short.BYTES)
                .putShort((short) 0)
                .putShort(compress ? DEFLATED : STORED)
                .putInt(0)
                .putInt((int) crc.getValue())
                .putInt(stored.length)
                .putInt(content.length)
                .putShort((short) name.length)
                .putShort((short) extra.length)
                .flip();
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
