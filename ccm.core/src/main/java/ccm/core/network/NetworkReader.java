package ccm.core.network;

import ccm.core.frame.Lines;
import ccm.core.network.NetworkFrame.Envelope;
import ccm.core.network.NetworkFrame.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;

/** Understands frames, sloppy ones included: last brackets that are missing are forgiven. */
final class NetworkReader {
    private NetworkReader() {}

    /**
     * Understands one frame.
     *
     * @param method what the channel calls; empty when the frame has to say
     */
    static NetworkFrame read(byte[] text, String method) {
        if (!Lines.isUtf8(text)) {
            return invalid("frame of " + text.length + " bytes is not UTF-8");
        }
        int nul = Lines.indexOf(text, '\0'); // Jackson would take it for UTF-16
        if (nul < text.length) {
            return invalid(notJson(text, nul));
        }
        try {
            return new NetworkParser(text, method).parse();
        } catch (JsonEOFException e) {
            return closed(text, method, e);
        } catch (IOException e) {
            return invalid(notJson(text, position(e)));
        }
    }

    private static NetworkFrame closed(byte[] text, String method, JsonEOFException unclosed) {
        Optional<byte[]> whole = Lines.closed(text, 0);
        try {
            return whole.isEmpty()
                    ? invalid(notJson(text, position(unclosed)))
                    : new NetworkParser(whole.get(), method).parse().asForgiven();
        } catch (IOException e) {
            return invalid(notJson(text, position(e)));
        }
    }

    private static long position(IOException cause) {
        return cause instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getLocation().getByteOffset()
                : -1;
    }

    private static String notJson(byte[] text, long at) {
        String where = at < 0 ? "" : " at byte " + (at + 1);
        return "frame of " + text.length + " bytes is not JSON" + where;
    }

    private static NetworkFrame invalid(String note) {
        return new NetworkFrame(
                Kind.INVALID,
                Envelope.NONE,
                "",
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                "",
                note,
                false);
    }
}
