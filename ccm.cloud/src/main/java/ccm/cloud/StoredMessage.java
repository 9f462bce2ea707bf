package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import java.util.Arrays;

/**
 * A message as it lies in a queue: one byte of version and flags, two of topic length, the topic,
 * the payload.
 *
 * <p>Reads one record after another on one thread: messages in a row mostly share a topic, so the
 * last one is kept.
 */
final class StoredMessage {
    static final int HEADER = 3;
    private static final int VERSION = 0x10;
    private static final int VERSION_MASK = 0xf0;
    private static final int RETAIN = 0x02;
    private static final int QOS = 0x01;
    private static final int BYTE = 8;
    private static final int BYTE_MASK = 0xff;

    private byte[] lastTopic = {};
    private String lastText = "";

    static byte[] record(byte[] topic, byte[] payload, int qos, boolean retain) {
        byte[] record = new byte[HEADER + topic.length + payload.length];
        record[0] = (byte) (VERSION | (retain ? RETAIN : 0) | qos);
        record[1] = (byte) (topic.length >> BYTE);
        record[2] = (byte) topic.length;
        System.arraycopy(topic, 0, record, HEADER, topic.length);
        System.arraycopy(payload, 0, record, HEADER + topic.length, payload.length);
        return record;
    }

    static byte[] record(CloudMessage message) {
        return record(
                message.topic().getBytes(UTF_8),
                message.payload(),
                message.qos(),
                message.retain());
    }

    /**
     * The message in a record.
     *
     * @throws IllegalArgumentException it is not one of ours, or cut
     */
    CloudMessage message(byte[] record) {
        if (record.length < HEADER || (record[0] & VERSION_MASK) != VERSION) {
            throw new IllegalArgumentException("not a message of this version");
        }
        int end = HEADER + ((record[1] & BYTE_MASK) << BYTE | record[2] & BYTE_MASK);
        if (end > record.length) {
            throw new IllegalArgumentException("its topic is cut");
        }
        return new CloudMessage(
                topic(record, end),
                Arrays.copyOfRange(record, end, record.length),
                record[0] & QOS,
                (record[0] & RETAIN) != 0);
    }

    private String topic(byte[] record, int end) {
        if (!Arrays.equals(record, HEADER, end, lastTopic, 0, lastTopic.length)) {
            lastTopic = Arrays.copyOfRange(record, HEADER, end);
            lastText = new String(lastTopic, UTF_8);
        }
        return lastText;
    }
}
