package ccm.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** The frame that answers a call. */
final class Answer {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> members;

    private Answer(Map<String, String> members) {
        this.members = members;
    }

    /** Reads a frame; every member of it as JSON text. */
    static Answer of(String frame) throws IOException {
        return new Answer(members(frame));
    }

    /** True when it answers our call: it has our id, or it refuses the whole line. */
    boolean isOurs() {
        String id = members.getOrDefault("id", "null");
        boolean ours = id.equals(Request.ID) || isError() && id.equals("null");
        return ours && (isError() || members.containsKey("result"));
    }

    boolean isError() {
        return members.containsKey("error");
    }

    /** {@code error -32601: method not found}. */
    String errorText() throws CallFailedException {
        try {
            Map<String, String> error = members(members.get("error"));
            String text = "error " + error.get("code") + ": " + plain(error.get("message"));
            return error.containsKey("data") ? text + " " + error.get("data") : text;
        } catch (IOException e) {
            return "error: " + members.get("error"); // not an object: shown as it came
        }
    }

    String compact() {
        return members.get("result");
    }

    String pretty() throws CallFailedException {
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        StringWriter text = new StringWriter();
        try (JsonParser in = JSON.createParser(compact());
                JsonGenerator out = JSON.createGenerator(text).setPrettyPrinter(printer)) {
            in.nextToken();
            out.copyCurrentStructureExact(in);
        } catch (IOException e) {
            throw new CallFailedException("the answer cannot be shown: " + e.getMessage(), e);
        }
        return text.toString();
    }

    private static Map<String, String> members(String object) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser in = JSON.createParser(object)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object: " + object);
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                members.put(name, copy(in));
            }
        }
        return members;
    }

    private static String copy(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.copyCurrentStructureExact(in);
        }
        return text.toString();
    }

    private static String plain(String json) throws IOException {
        if (json == null) {
            return "no message";
        }
        try (JsonParser in = JSON.createParser(json)) {
            return in.nextToken() == JsonToken.VALUE_STRING ? in.getText() : json;
        }
    }
}
