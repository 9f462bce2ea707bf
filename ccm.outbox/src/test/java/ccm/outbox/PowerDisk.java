package ccm.outbox;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk with a cache that loses its power at a chosen operation. What was forced stays; of the
 * rest any sectors may have come to the disk, in any order, and one of them torn at any byte.
 * Changes of names come to the disk in order, as in a file system with a journal, but maybe not
 * all.
 */
final class PowerDisk implements Disk {
    private static final int SECTOR = 512;

    private final Map<String, Stored> names = new HashMap<>();
    private final Map<String, Stored> lastingNames = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private int operations;
    private int cutAt = Integer.MAX_VALUE;
    private IOException failure; // null while the disk works
    private boolean full;

    /** A change of names that is not forced yet. */
    private record Change(String removed, String added, Stored file) {
        void apply(Map<String, Stored> names) {
            names.remove(removed);
            if (file != null) {
                names.put(added, file);
            }
        }
    }

    /** A write that is not forced yet. */
    private record Write(int position, byte[] bytes) {}

    /** A file: what is on disk, and what is only in the cache. */
    private static final class Stored {
        byte[] lasting = {};
        byte[] current = {};
        final List<Write> cached = new ArrayList<>();
    }

    /** Loses the power at that operation, counted from 1. */
    void cutAt(int operation) {
        cutAt = operation;
    }

    int operations() {
        return operations;
    }

    /** Every write fails from now on; null: no more. */
    void failWith(IOException failure) {
        this.failure = failure;
    }

    /** There is no room for another byte. */
    void fill(boolean full) {
        this.full = full;
    }

    /** The disk after the power came back. */
    PowerDisk afterCut(Random chance) {
        PowerDisk after = new PowerDisk();
        Map<String, Stored> kept = new HashMap<>(lastingNames);
        int applied = chance.nextInt(changes.size() + 1);
        changes.subList(0, applied).forEach(change -> change.apply(kept));
        Luck luck = Luck.values()[chance.nextInt(Luck.values().length)];
        kept.forEach((name, file) -> after.put(name, survivor(file, luck, chance)));
        return after;
    }

    /** How much of the cache came to the disk. */
    private enum Luck {
        NOTHING,
        ALL,
        BEGINNING,
        SECTORS
    }

    private static byte[] survivor(Stored file, Luck luck, Random chance) {
        byte[] bytes = file.lasting;
        if (luck == Luck.NOTHING) {
            return bytes;
        }
        int whole = luck == Luck.BEGINNING ? chance.nextInt(file.cached.size() + 1) : 0;
        for (int i = 0; i < file.cached.size(); i++) {
            Write write = file.cached.get(i);
            if (luck == Luck.ALL || luck == Luck.BEGINNING && i < whole) {
                bytes = written(bytes, write.position(), write.bytes());
            } else if (luck == Luck.BEGINNING && i == whole) {
                int torn = chance.nextInt(write.bytes().length + 1);
                bytes = written(bytes, write.position(), Arrays.copyOf(write.bytes(), torn));
            } else if (luck == Luck.SECTORS) {
                bytes = sectors(bytes, write, chance);
            }
        }
        return bytes;
    }

    private static byte[] sectors(byte[] bytes, Write write, Random chance) {
        byte[] result = bytes;
        int at = 0;
        while (at < write.bytes().length) {
            int position = write.position() + at;
            int length = Math.min(SECTOR - position % SECTOR, write.bytes().length - at);
            int kept = chance.nextInt(8) == 0 ? chance.nextInt(length + 1) : length;
            if (chance.nextBoolean()) {
                byte[] piece = Arrays.copyOfRange(write.bytes(), at, at + kept);
                result = written(result, position, piece);
            }
            at += length;
        }
        return result;
    }

    private void put(String name, byte[] bytes) {
        Stored file = new Stored();
        file.lasting = bytes;
        file.current = bytes;
        names.put(name, file);
        lastingNames.put(name, file);
    }

    private static byte[] written(byte[] old, int position, byte[] bytes) {
        byte[] result = Arrays.copyOf(old, Math.max(old.length, position + bytes.length));
        System.arraycopy(bytes, 0, result, position, bytes.length);
        return result;
    }

    private void operation() throws IOException {
        operations++;
        if (operations >= cutAt) {
            throw new PowerCut();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void change(Change change) throws IOException {
        change.apply(names);
        changes.add(change);
        operation();
    }

    @Override
    public void open() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public LogFile file(String name) throws IOException {
        if (!names.containsKey(name)) {
            change(new Change(name, name, new Stored()));
        }
        return new OpenFile(names.get(name));
    }

    @Override
    public byte[] content(String name, int limit) throws IOException {
        if (!names.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        byte[] bytes = names.get(name).current;
        return Arrays.copyOf(bytes, Math.min(limit, bytes.length));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change(new Change(from, to, names.get(from)));
    }

    @Override
    public void delete(String name) throws IOException {
        change(new Change(name, name, null));
    }

    @Override
    public void copy(String from, String to) {
        put(to, names.get(from).current);
    }

    @Override
    public void force() throws IOException {
        operation();
        changes.forEach(change -> change.apply(lastingNames));
        changes.clear();
    }

    @Override
    public long usable() {
        return full ? 0 : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        // nobody else can have it
    }

    @Override
    public String toString() {
        return "disk";
    }

    private final class OpenFile implements LogFile {
        private final Stored file;

        OpenFile(Stored file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            file.cached.add(new Write((int) position, copy));
            file.current = written(file.current, (int) position, copy);
            operation();
        }

        @Override
        public void force() throws IOException {
            operation();
            file.lasting = file.current;
            file.cached.clear();
        }

        @Override
        public long size() {
            return file.current.length;
        }

        @Override
        public void close() {
            // what was written stays in the cache
        }
    }
}
