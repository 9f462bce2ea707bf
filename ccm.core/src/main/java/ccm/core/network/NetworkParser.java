package ccm.core.network;

import ccm.core.frame.Json;
import ccm.core.network.NetworkFrame.Envelope;
import ccm.core.network.NetworkFrame.Kind;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes one frame apart, once, and says which kind it is or what is wrong with it. */
final class NetworkParser {
    private static final int MAX_ID = 64;
    private static final int MAX_IDEM = 64;
    private static final int SHOWN = 40;
    private static final byte[] NO_ID = {};

    private final byte[] text;
    private byte[] id = NO_ID;
    private String method;
    private String src = "";
    private String dst = "";
    private String tag = "";
    private String idem = "";
    private JsonNode params = MissingNode.getInstance();
    private JsonNode auth = MissingNode.getInstance();
    private boolean answers;
    private boolean silent;
    private String wrong = ""; // the first thing that is wrong with a member

    /**
     * Makes one.
     *
     * @param method what the channel calls; empty when the frame has to say
     */
    NetworkParser(byte[] text, String method) {
        this.text = text;
        this.method = method;
    }

    /** Reads all of the text, which must be one object. */
    NetworkFrame parse() throws IOException {
        boolean given = !method.isEmpty();
        try (JsonParser parser = Json.LENIENT.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return invalid(Envelope.NONE, "a frame is an object, such as {\"method\":\"X\"}");
            }
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                parser.nextToken();
                if (!given || !"method".equals(name)) {
                    member(name, parser);
                } else {
                    parser.skipChildren(); // the channel's counts
                }
            }
            int end = (int) parser.currentLocation().getByteOffset();
            if (parser.nextToken() != null) {
                return invalid(Envelope.NONE, "text behind the frame, at byte " + (end + 1));
            }
        }
        return frame(given);
    }

    private void member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = id(parser);
            case "method" -> method = text(name, parser);
            case "src" -> src = text(name, parser);
            case "dst" -> dst = text(name, parser);
            case "tag" -> tag = text(name, parser);
            case "idem" -> idem = text(name, parser);
            case "params" -> params = Json.tree(parser);
            case "auth" -> auth = Json.tree(parser);
            case "nr" -> silent = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "args" -> { // the old name of params
                JsonNode args = Json.tree(parser);
                params = params.isMissingNode() ? args : params;
            }
            default -> {
                answers |= "result".equals(name) || "error".equals(name);
                parser.skipChildren();
            }
        }
    }

    /** The token as it stands there: an id goes back exactly as it came. */
    private byte[] id(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            return wrong(shown("id", text, from, end) + ", must be a number or a string");
        }
        return end - from > MAX_ID
                ? wrong("id is longer than " + MAX_ID + " bytes")
                : Arrays.copyOfRange(text, from, end);
    }

    private String text(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        JsonNode found = Json.tree(parser);
        if (token != JsonToken.VALUE_NULL) {
            String json = found.toString();
            wrong(name + " is " + cut(json) + ", must be a string");
        }
        return "";
    }

    private byte[] wrong(String what) {
        wrong = wrong.isEmpty() ? what : wrong;
        return NO_ID;
    }

    private NetworkFrame frame(boolean given) {
        Envelope envelope = new Envelope(id, src, dst, tag);
        if (answers && (given || method.isEmpty())) {
            return of(Kind.ANSWER, envelope, "");
        }
        if (!wrong.isEmpty()) {
            return invalid(envelope, wrong);
        }
        if (method.isEmpty()) {
            return id.length > 0
                    ? of(Kind.ANSWER, envelope, "") // of a peer that leaves an empty result out
                    : invalid(envelope, "the frame has neither method nor id");
        }
        if (idem.length() > MAX_IDEM) {
            return invalid(envelope, "idem is longer than " + MAX_IDEM);
        }
        return of(id.length > 0 && !silent ? Kind.CALL : Kind.NOTIFICATION, envelope, "");
    }

    private NetworkFrame invalid(Envelope envelope, String note) {
        return of(Kind.INVALID, envelope, note);
    }

    private NetworkFrame of(Kind kind, Envelope envelope, String note) {
        return new NetworkFrame(kind, envelope, method, params, auth, idem, note, false);
    }

    private static String shown(String name, byte[] text, int from, int end) {
        int shown = Math.min(end - from, SHOWN);
        return name + " is " + new String(text, from, shown, StandardCharsets.UTF_8);
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
