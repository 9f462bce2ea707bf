package ccm.provision.ble;

import ccm.provision.ble.gatt.GattAccess;
import ccm.provision.ble.gatt.GattException;
import ccm.provision.ble.gatt.GattException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The dialogue of the RPC service with one client: frames that come in pieces, and one that goes
 * out in pieces while others wait. Safe for use by many threads.
 */
final class RpcSession {
    static final int MAX_WAITING = 8;
    private static final int LENGTH_BYTES = 4;
    private static final int LARGEST_VALUE = 512; // of any value, by the Attribute Protocol
    private static final byte[] NOTHING = {};

    private final int maxFrame;
    private final Consumer<byte[]> announce;
    private final Chunks incoming = new Chunks(); // all that follows: guarded by this
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int announced; // 0 while no frame is expected
    private byte[] outgoing = NOTHING;
    private int position;
    private boolean ended; // nobody is there to read
    private boolean lost; // an answer, since too many waited

    /**
     * Makes one.
     *
     * @param announce told the value of {@code rx_ctl} when a frame is there to be read
     */
    RpcSession(int maxFrame, Consumer<byte[]> announce) {
        this.maxFrame = maxFrame;
        this.announce = announce;
    }

    /** {@code tx_ctl}: a frame of that length follows, and what came of another is forgotten. */
    synchronized void expect(byte[] value, int offset) throws GattException {
        if (offset != 0) {
            throw new GattException(Kind.INVALID_OFFSET, "tx_ctl has no long write");
        }
        announced = 0;
        incoming.clear();
        if (value.length < LENGTH_BYTES) {
            throw new GattException(Kind.NOT_SUPPORTED, "tx_ctl takes 4 bytes");
        }
        int length = ByteBuffer.wrap(value).getInt();
        if (length < 0 || length > maxFrame) {
            throw new GattException(
                    GattException.TOO_LARGE,
                    "a frame of "
                            + Integer.toUnsignedString(length)
                            + " bytes, rpc.gatts.max_frame_size is "
                            + maxFrame);
        }
        announced = length;
    }

    /**
     * {@code data}: the next piece of the frame.
     *
     * @return the frame, when this piece was its last
     */
    synchronized Optional<byte[]> take(byte[] piece, int offset) throws GattException {
        if (announced == 0) {
            throw new GattException(Kind.INVALID_OFFSET, "no length was written to tx_ctl");
        }
        if (!incoming.add(piece, offset, announced)) {
            throw new GattException(
                    Kind.INVALID_OFFSET,
                    "more than the " + announced + " bytes that tx_ctl has announced");
        }
        if (incoming.size() < announced) {
            return Optional.empty();
        }
        byte[] frame = incoming.bytes();
        incoming.clear();
        announced = 0;
        return Optional.of(frame);
    }

    /**
     * Lets the client read a frame, when it has read those before it.
     *
     * @return false when too many wait: it does not read
     */
    boolean send(byte[] frame) {
        synchronized (this) {
            if (ended) {
                return true; // who comes again is told nothing of what was asked before
            }
            if (waiting.size() >= MAX_WAITING) {
                return false;
            }
            if (outgoing.length > 0) {
                waiting.add(frame);
                return true;
            }
            outgoing = frame;
            position = 0;
        }
        announce.accept(length(frame.length));
        return true;
    }

    /** {@code rx_ctl}: how long the frame is that can be read, from its beginning again. */
    synchronized byte[] pending() {
        position = 0;
        return length(outgoing.length);
    }

    /** Its client has gone. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        outgoing = NOTHING;
        position = 0;
    }

    /** Notes that an answer is lost; true for the first. */
    synchronized boolean lose() {
        boolean first = !lost;
        lost = true;
        return first;
    }

    /** True while a frame waits for its client. */
    synchronized boolean unread() {
        return outgoing.length > 0;
    }

    /**
     * {@code data}: the next piece. One byte less than a full answer, so that no Bluetooth stack
     * asks for the rest of it on its own.
     */
    byte[] next(int mtu) {
        byte[] piece;
        byte[] following;
        synchronized (this) {
            int room = Math.min(Math.max(mtu, GattAccess.SMALLEST_MTU) - 2, LARGEST_VALUE);
            int end = Math.min(outgoing.length, position + room);
            piece = Arrays.copyOfRange(outgoing, position, end);
            position = end;
            if (end < outgoing.length || outgoing.length == 0) {
                return piece;
            }
            following = waiting.isEmpty() ? NOTHING : waiting.remove();
            outgoing = following;
            position = 0;
        }
        if (following.length > 0) {
            announce.accept(length(following.length));
        }
        return piece;
    }

    private static byte[] length(int bytes) {
        return ByteBuffer.allocate(LENGTH_BYTES).putInt(bytes).array();
    }
}
