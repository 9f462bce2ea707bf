package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.api.outbox.StoredRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * A message that a cloud will not take, as it is kept: one byte of version, two of the length of
 * the reason, four of the length of its record, the reason, and as much of the record as there is
 * room for.
 *
 * @param topic where it was for
 * @param size bytes of its payload
 * @param payload all of it, or its beginning
 */
record DeadLetter(String topic, int size, byte[] payload, String reason, Instant when) {
    private static final byte VERSION = 1;
    private static final int HEADER = 7;
    private static final int REASON_BYTES = 500;
    private static final int SHORT_MASK = 0xffff;
    private static final String UNREADABLE = "(unreadable)";

    /**
     * What is kept of a record of the cloud's queue.
     *
     * @param most bytes at most; the end of the message is cut
     */
    static byte[] record(byte[] undeliverable, String reason, int most) {
        byte[] why = reason.getBytes(UTF_8);
        int whyBytes = Math.min(Math.min(why.length, REASON_BYTES), most - HEADER);
        int kept = Math.min(undeliverable.length, most - HEADER - whyBytes);
        return ByteBuffer.allocate(HEADER + whyBytes + kept)
                .put(VERSION)
                .putShort((short) whyBytes)
                .putInt(undeliverable.length)
                .put(why, 0, whyBytes)
                .put(undeliverable, 0, kept)
                .array();
    }

    static DeadLetter of(StoredRecord stored) {
        Instant when = Instant.ofEpochMilli(stored.createdMillis());
        byte[] data = stored.data();
        if (data.length < HEADER || data[0] != VERSION) {
            return new DeadLetter(UNREADABLE, data.length, data, "", when);
        }
        ByteBuffer from = ByteBuffer.wrap(data, 1, data.length - 1);
        int whyBytes = Math.min(from.getShort() & SHORT_MASK, data.length - HEADER);
        int whole = from.getInt();
        String reason = new String(data, HEADER, whyBytes, UTF_8);
        byte[] record = Arrays.copyOfRange(data, HEADER + whyBytes, data.length);
        try {
            CloudMessage message = new StoredMessage().message(record);
            int cut = whole - record.length;
            return new DeadLetter(
                    message.topic(),
                    message.payload().length + cut,
                    message.payload(),
                    reason,
                    when);
        } catch (IllegalArgumentException e) { // this may be what was wrong with it
            return new DeadLetter(UNREADABLE, whole, record, reason, when);
        }
    }
}
