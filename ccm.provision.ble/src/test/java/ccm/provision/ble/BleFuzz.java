package ccm.provision.ble;

import ccm.provision.ble.gatt.GattException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a client near by writes: any bytes as a frame, and any steps of the dialogue in which a
 * frame comes in pieces. Each frame is understood or refused, and the answer is JSON; each step is
 * done or refused, and no frame is longer than may be.
 */
public final class BleFuzz {
    private static final int LONGEST = 256;
    private static final RpcFrames FRAMES = new RpcFrames("ccm_1");
    private static final ObjectMapper JSON = new ObjectMapper();

    private BleFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        answer(bytes);
        dialogue(ByteBuffer.wrap(bytes));
    }

    private static void answer(byte[] bytes) {
        RpcFrame frame = RpcFrames.read(bytes);
        byte[] answer =
                frame.wrong().isEmpty()
                        ? FRAMES.result(frame, orNull(frame.params()))
                        : FRAMES.refusal(frame);
        try {
            JsonNode read = JSON.readTree(answer);
            if (!read.path("src").asText().equals("ccm_1")) {
                throw new IllegalStateException("an answer that is " + read);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode orNull(JsonNode params) {
        return params.isMissingNode() ? NullNode.getInstance() : params;
    }

    /** The input as steps: what is done, where, with how many of the bytes that follow. */
    private static void dialogue(ByteBuffer script) {
        RpcSession session = new RpcSession(LONGEST, length -> {});
        while (script.remaining() > 2) {
            int step = script.get();
            int offset = script.get();
            byte[] piece = new byte[Math.min(Byte.toUnsignedInt(script.get()), script.remaining())];
            script.get(piece);
            try {
                carryOut(session, step, offset, piece);
            } catch (GattException e) {
                if (e.getMessage().isEmpty()) {
                    throw new IllegalStateException("refused without a word", e);
                }
            }
        }
    }

    private static void carryOut(RpcSession session, int step, int offset, byte[] piece)
            throws GattException {
        switch (step & 3) {
            case 0 -> session.expect(piece, offset);
            case 1 -> session.pending();
            case 2 -> session.next(offset);
            default -> {
                Optional<byte[]> frame = session.take(piece, offset);
                if (frame.isPresent() && frame.get().length > LONGEST) {
                    throw new IllegalStateException("a frame of " + frame.get().length);
                }
                frame.ifPresent(session::send);
            }
        }
    }
}
