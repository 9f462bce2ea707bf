package ccm.board.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.board.PinRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * What linux/gpio.h says: numbers of requests, flags, and where the fields of each structure are.
 * All of them have one size on every machine.
 */
final class Abi {
    static final long GET_CHIP_INFO = 0x8044B401L;
    static final long GET_LINE_INFO = 0xC100B405L;
    static final long GET_LINE = 0xC250B407L;
    static final long GET_VALUES = 0xC010B40EL;
    static final long SET_VALUES = 0xC010B40FL;

    static final int CHIP_INFO_BYTES = 68;
    static final int LINE_INFO_BYTES = 256;
    static final int LINE_REQUEST_BYTES = 592;
    static final int VALUES_BYTES = 16;
    static final int EVENT_BYTES = 48;

    static final long USED = 1;
    static final long ACTIVE_LOW = 1 << 1;
    static final long INPUT = 1 << 2;
    static final long OUTPUT = 1 << 3;
    static final long BOTH_EDGES = 1 << 4 | 1 << 5;
    static final long OPEN_DRAIN = 1 << 6;
    static final long OPEN_SOURCE = 1 << 7;
    static final long PULL_UP = 1 << 8;
    static final long PULL_DOWN = 1 << 9;
    static final long NO_BIAS = 1 << 10;

    static final int ATTRIBUTE_VALUES = 2;
    static final int ATTRIBUTE_DEBOUNCE = 3;
    static final int RISING = 1;

    private static final int NAME_BYTES = 32;
    private static final int CHIP_LABEL = 32;
    private static final int CHIP_LINES = 64;
    private static final int INFO_CONSUMER = 32;
    private static final int INFO_OFFSET = 64;
    private static final int INFO_FLAGS = 72;
    private static final int REQUEST_CONSUMER = 256;
    private static final int REQUEST_FLAGS = 288;
    private static final int REQUEST_ATTRIBUTE_COUNT = 296;
    private static final int REQUEST_ATTRIBUTE = 320;
    private static final int REQUEST_LINE_COUNT = 560;
    private static final int REQUEST_EVENTS = 564;
    private static final int REQUEST_FD = 588;
    private static final int ATTRIBUTE_VALUE = 8;
    private static final int ATTRIBUTE_MASK = 16;
    private static final int EVENT_KIND = 8;
    private static final int EVENTS_KEPT = 256; // by the kernel, until they are read
    private static final byte[] CONSUMER = "ccm".getBytes(UTF_8);

    private Abi() {}

    /** A chip as the kernel describes it. */
    record ChipInfo(String name, String label, int lines) {}

    /** A line as the kernel describes it; the name and the consumer may be empty. */
    record LineInfo(String name, String consumer, long flags) {
        boolean used() {
            return (flags & USED) != 0;
        }
    }

    static ChipInfo chipInfo(byte[] answer) {
        return new ChipInfo(
                text(answer, 0), text(answer, CHIP_LABEL), in(answer).getInt(CHIP_LINES));
    }

    static byte[] lineInfoOf(int offset) {
        byte[] request = new byte[LINE_INFO_BYTES];
        in(request).putInt(INFO_OFFSET, offset);
        return request;
    }

    static LineInfo lineInfo(byte[] answer) {
        return new LineInfo(
                text(answer, 0), text(answer, INFO_CONSUMER), in(answer).getLong(INFO_FLAGS));
    }

    /** An output that has its level from the first moment. */
    static byte[] output(int offset, PinRequest how, boolean active) {
        byte[] request = request(offset, OUTPUT | flags(how) | drive(how.drive()));
        attribute(request, ATTRIBUTE_VALUES).putLong(ATTRIBUTE_VALUE, active ? 1 : 0);
        return request;
    }

    /** An input, with the events of its edges or without. */
    static byte[] input(int offset, PinRequest how, boolean watched) {
        byte[] request = request(offset, INPUT | flags(how) | (watched ? BOTH_EDGES : 0));
        if (watched) {
            in(request).putInt(REQUEST_EVENTS, EVENTS_KEPT);
        }
        if (how.debounce().compareTo(Duration.ZERO) > 0) {
            attribute(request, ATTRIBUTE_DEBOUNCE).putInt(ATTRIBUTE_VALUE, micros(how.debounce()));
        }
        return request;
    }

    /** The descriptor of the line that a request was answered with. */
    static int descriptor(byte[] request) {
        return in(request).getInt(REQUEST_FD);
    }

    /** The values of a request's only line. */
    static byte[] values(boolean active) {
        byte[] values = new byte[VALUES_BYTES];
        in(values).putLong(0, active ? 1 : 0).putLong(Long.BYTES, 1);
        return values;
    }

    static boolean active(byte[] values) {
        return (in(values).getLong(0) & 1) != 0;
    }

    static long eventNanos(byte[] events, int index) {
        return in(events).getLong(index * EVENT_BYTES);
    }

    static boolean eventRises(byte[] events, int index) {
        return in(events).getInt(index * EVENT_BYTES + EVENT_KIND) == RISING;
    }

    private static byte[] request(int offset, long flags) {
        byte[] request = new byte[LINE_REQUEST_BYTES];
        System.arraycopy(CONSUMER, 0, request, REQUEST_CONSUMER, CONSUMER.length);
        in(request).putInt(0, offset).putInt(REQUEST_LINE_COUNT, 1).putLong(REQUEST_FLAGS, flags);
        return request;
    }

    /** The request's only attribute, for its only line. */
    private static ByteBuffer attribute(byte[] request, int id) {
        in(request).putInt(REQUEST_ATTRIBUTE_COUNT, 1);
        ByteBuffer attribute =
                ByteBuffer.wrap(request, REQUEST_ATTRIBUTE, ATTRIBUTE_MASK + Long.BYTES)
                        .slice()
                        .order(ByteOrder.nativeOrder());
        return attribute.putInt(0, id).putLong(ATTRIBUTE_MASK, 1);
    }

    private static long flags(PinRequest how) {
        long bias =
                switch (how.bias()) {
                    case AS_IS -> 0;
                    case NONE -> NO_BIAS;
                    case PULL_UP -> PULL_UP;
                    case PULL_DOWN -> PULL_DOWN;
                };
        return bias | (how.activeLow() ? ACTIVE_LOW : 0);
    }

    private static long drive(PinRequest.Drive drive) {
        return switch (drive) {
            case PUSH_PULL -> 0;
            case OPEN_DRAIN -> OPEN_DRAIN;
            case OPEN_SOURCE -> OPEN_SOURCE;
        };
    }

    private static int micros(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, time.toNanos() / 1000));
    }

    private static String text(byte[] from, int at) {
        int end = at;
        while (end < at + NAME_BYTES && from[end] != 0) {
            end++;
        }
        return new String(from, at, end - at, UTF_8);
    }

    private static ByteBuffer in(byte[] structure) {
        return ByteBuffer.wrap(structure).order(ByteOrder.nativeOrder());
    }
}
