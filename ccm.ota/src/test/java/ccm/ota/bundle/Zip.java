package ccm.ota.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes archives that are right, or wrong in the one place that a test changes. */
final class Zip {
    private final List<Entry> entries = new ArrayList<>();
    private int count = -1;

    /** What the headers of one file say. */
    static final class Entry {
        String name;
        String localName;
        int flags;
        int method;
        long crc;
        int packed;
        int size;
        int localSize;
        byte[] extra = {};
        byte[] localExtra = {};
        byte[] data;
        byte[] behind = {};
        int moved; // how far from its header the directory leads
    }

    Zip stored(String name, byte[] content) {
        return add(name, content, content, ArchiveEntry.STORED, entry -> {});
    }

    Zip deflated(String name, byte[] content) {
        return add(name, content, deflate(content), ArchiveEntry.DEFLATED, entry -> {});
    }

    Zip stored(String name, byte[] content, Consumer<Entry> change) {
        return add(name, content, content, ArchiveEntry.STORED, change);
    }

    Zip deflated(String name, byte[] content, Consumer<Entry> change) {
        return add(name, content, deflate(content), ArchiveEntry.DEFLATED, change);
    }

    /** Claims another number of files. */
    Zip counting(int number) {
        count = number;
        return this;
    }

    private Zip add(String name, byte[] content, byte[] data, int method, Consumer<Entry> change) {
        CRC32 sum = new CRC32();
        sum.update(content);
        Entry entry = new Entry();
        entry.name = name;
        entry.localName = name;
        entry.method = method;
        entry.crc = sum.getValue();
        entry.packed = data.length;
        entry.size = content.length;
        entry.localSize = content.length;
        entry.data = data;
        change.accept(entry);
        entries.add(entry);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream files = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            int at = files.size() + entry.moved;
            byte[] local = entry.localName.getBytes(UTF_8);
            files.writeBytes(number(ZipHeaders.LOCAL, 4));
            files.writeBytes(common(entry, entry.localSize, local.length, entry.localExtra.length));
            files.writeBytes(local);
            files.writeBytes(entry.localExtra);
            files.writeBytes(entry.data);
            files.writeBytes(entry.behind);
            byte[] name = entry.name.getBytes(UTF_8);
            directory.writeBytes(number(ZipHeaders.CENTRAL, 4));
            directory.writeBytes(number(20, 2));
            directory.writeBytes(common(entry, entry.size, name.length, entry.extra.length));
            directory.writeBytes(new byte[10]);
            directory.writeBytes(number(at, 4));
            directory.writeBytes(name);
            directory.writeBytes(entry.extra);
        }
        int number = count < 0 ? entries.size() : count;
        int start = files.size();
        files.writeBytes(directory.toByteArray());
        files.writeBytes(number(ZipHeaders.END, 8));
        files.writeBytes(number(number, 2));
        files.writeBytes(number(number, 2));
        files.writeBytes(number(directory.size(), 4));
        files.writeBytes(number(start, 4));
        files.writeBytes(new byte[2]);
        return files.toByteArray();
    }

    private static byte[] common(Entry entry, int size, int name, int extra) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.writeBytes(number(20, 2));
        fields.writeBytes(number(entry.flags, 2));
        fields.writeBytes(number(entry.method, 2));
        fields.writeBytes(number(0, 4)); // no time and no date, as the original's packer has it
        fields.writeBytes(number(entry.crc, 4));
        fields.writeBytes(number(entry.packed, 4));
        fields.writeBytes(number(size, 4));
        fields.writeBytes(number(name, 2));
        fields.writeBytes(number(extra, 2));
        return fields.toByteArray();
    }

    /** A field of an extra field. */
    static byte[] field(int id, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) id)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    static byte[] number(long number, int bytes) {
        byte[] all =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array();
        return Arrays.copyOf(all, bytes);
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] room = new byte[content.length + 100];
        int length = deflater.deflate(room);
        deflater.end();
        return Arrays.copyOf(room, length);
    }
}
