package ccm.core.host;

import ccm.core.frame.Json;
import ccm.core.host.Frame.Kind;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Arrays;

/** Takes one JSON object apart, once and without copies, and says which kind of frame it is. */
final class FrameParser {
    private static final int MAX_ID = 64;
    private static final int MAX_IDEM = 64;
    private static final int SHOWN = 40;

    private final byte[] line;
    private final int start;
    private final int limit;
    private int end; // behind the object's last brace, in the line
    private byte[] id = Frame.NO_ID;
    private JsonNode method = MissingNode.getInstance();
    private JsonNode idem = MissingNode.getInstance();
    private JsonNode auth = MissingNode.getInstance();
    private JsonNode params = MissingNode.getInstance();
    private JsonNode result = MissingNode.getInstance();
    private JsonNode error = MissingNode.getInstance();

    FrameParser(byte[] line, int start, int limit) {
        this.line = line;
        this.start = start;
        this.limit = limit;
    }

    /** Reads the object; what follows it on the line is not looked at. */
    Frame parse() throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(line, start, limit - start)) {
            parser.nextToken();
            String name = parser.nextFieldName();
            while (name != null) {
                parser.nextToken();
                member(name, parser);
                name = parser.nextFieldName();
            }
            end = offset(parser);
        }
        return frame();
    }

    int end() {
        return end;
    }

    private void member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = raw(parser);
            case "method" -> method = value(parser);
            case "params" -> params = value(parser);
            case "result" -> result = value(parser);
            case "error" -> error = value(parser);
            case "idem" -> idem = value(parser);
            case "auth" -> auth = value(parser);
            case "args" -> { // the old name of params
                JsonNode args = value(parser);
                params = params.isMissingNode() ? args : params;
            }
            default -> {
                parser.skipChildren();
                parser.finishToken();
            }
        }
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING // every frame's method: spares a lot
                ? TextNode.valueOf(parser.getText())
                : Json.tree(parser);
    }

    /** The token as it stands there: an id goes back exactly as it came. */
    private byte[] raw(JsonParser parser) throws IOException {
        int from = start + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(line, from, offset(parser));
    }

    private int offset(JsonParser parser) {
        return start + (int) parser.currentLocation().getByteOffset();
    }

    private Frame frame() {
        if (method.isMissingNode()) {
            return answer();
        }
        if (!method.isTextual() || method.textValue().isEmpty()) {
            return invalid("method is " + shown(method) + ", must be a name");
        }
        if (id.length > MAX_ID) {
            id = Frame.NO_ID;
            return invalid("id is longer than " + MAX_ID + " bytes");
        }
        if (!idem.isMissingNode() && !isKey()) {
            return invalid("idem is " + shown(idem) + ", must be a string of 1 to " + MAX_IDEM);
        }
        return new Frame(
                id.length > 0 ? Kind.CALL : Kind.NOTIFICATION,
                id,
                method.textValue(),
                idem.asText(),
                auth,
                params,
                "",
                false,
                false);
    }

    private Frame answer() {
        boolean failed = !error.isMissingNode() && !error.isNull();
        boolean named = id.length > 0 && id[0] != 'n'; // null is the id of what had none
        if (named) {
            Kind kind = failed ? Kind.ERROR : Kind.RESULT;
            return Frame.of(kind, id, failed ? error : result, "");
        }
        return failed
                ? Frame.of(Kind.ECHO, Frame.NO_ID, error, "")
                : Frame.of(Kind.NOTHING, "neither method nor id");
    }

    private boolean isKey() {
        return idem.isTextual()
                && !idem.textValue().isEmpty()
                && idem.textValue().length() <= MAX_IDEM;
    }

    private Frame invalid(String note) {
        return Frame.of(Kind.INVALID, id, MissingNode.getInstance(), note);
    }

    private static String shown(JsonNode found) {
        String text = found.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
