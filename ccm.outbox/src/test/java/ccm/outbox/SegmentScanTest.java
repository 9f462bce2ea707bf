package ccm.outbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.StoredRecord;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentScanTest {
    private static final int LENGTH = 50;
    private static final int SIZE = RecordCodec.sizeOf(LENGTH);
    private static final int BLOCK = SegmentHeader.BLOCK;

    private final Segment segment = new Segment(1, 77, Segment.End.OF_FILE);
    private final ByteBuffer file = ByteBuffer.allocate(3 * BLOCK).position(BLOCK);

    @Test
    void findsTheRecordsAndTheCursorAndEndsBehindThem() {
        group(77, 1, 2);
        SegmentScan scan = scan().quick();
        assertArrayEquals(new long[] {1, 2}, scan.sequences());
        assertEquals(0, scan.cursor());
        assertEquals(file.position(), scan.end());
    }

    @Test
    void takesNothingOfAnEarlierLifeOfTheFile() {
        group(77, 1, 1);
        group(76, 2, 5);
        assertEquals(1, scan().thorough().count());
    }

    @Test
    void takesNoRecordThatIsTheDataOfAnother() {
        ByteBuffer inner = ByteBuffer.allocate(200);
        new RecordCodec(76).putRecord(inner, entry(9, LENGTH), true); // the host knows no salt
        Entry outer = new Entry(new StoredRecord(1, 5, inner.array()), true);
        int at = file.position();
        new RecordCodec(77).putRecord(file, outer, true);
        file.put(at, (byte) ~file.get(at)); // the outer one is damaged
        assertEquals(0, scan().thorough().count());
    }

    @Test
    void aHoleBeforeALaterGroupIsALoss() {
        group(77, 1, 3);
        damage(BLOCK + RecordCodec.HEADER + SIZE + 30); // in record 2
        group(77, 4, 4);
        SegmentScan scan = scan().thorough();
        assertArrayEquals(new long[] {1, 3, 4}, scan.sequences());
        assertEquals(1, scan.lost());
        assertTrue(scan.holes());
    }

    @Test
    void aHoleInTheLastGroupIsATornWriteAndNoLoss() {
        group(77, 1, 3);
        damage(BLOCK + RecordCodec.HEADER + SIZE + 30); // in record 2
        SegmentScan scan = scan().thorough();
        assertArrayEquals(new long[] {1, 3}, scan.sequences());
        assertEquals(0, scan.lost());
        assertTrue(scan.holes());
    }

    @Test
    void noiseHoldsNoRecord() {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        SegmentScan scan = new SegmentScan(noise, segment).thorough();
        assertEquals(0, scan.count());
        assertFalse(scan.holes());
    }

    private void group(long salt, int first, int last) {
        RecordCodec codec = new RecordCodec(salt);
        codec.putCursor(file, 0, true);
        for (int i = first; i <= last; i++) {
            codec.putRecord(file, entry(i, LENGTH), false);
        }
    }

    private static Entry entry(long number, int length) {
        return new Entry(new StoredRecord(number, 1234, new byte[length]), true);
    }

    private void damage(int at) {
        file.put(at, (byte) ~file.get(at));
    }

    private SegmentScan scan() {
        return new SegmentScan(file.array(), segment);
    }
}
