package ccm.itest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Writes docs/rpc.md from what {@code RPC.Schema} answers. */
final class RpcPage {
    private static final String HEAD =
            """
            # Methods

            Every method of the product `full`, written by a test from what a running gateway says of itself (`RPC.Schema`); after a change
            write it anew with `mvn -pl ccm.itest -am verify -Dit.test=RpcDocsIT -Dccm.docs.write=true`. What the host exports can be called
            besides; `RPC.List` shows it. Names count in whatever case. Every method is called alike over each channel, as far as the caller may:

                {"id":1,"method":"METHOD","params":PARAMS}        the host's line, the local socket, WebSocket, POST /rpc, MQTT
                POST /rpc/METHOD                                  PARAMS as the body, the bare result back

            Codes are those of network channels. The host and the local socket get those of JSON-RPC: −32602 for 400, −32601 for 404, −32603
            for 500, −32000 for 503 and for what is forbidden. Any method can fail with 401 or 403 (see *Access* in the guide), 404
            `No handler for METHOD` and 500; these are not repeated below.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private RpcPage() {}

    static String of(JsonNode methods) {
        RpcPage page = new RpcPage();
        for (Map.Entry<String, JsonNode> method : methods.properties()) {
            page.add(method.getKey(), method.getValue());
        }
        return page.page.toString();
    }

    private void add(String name, JsonNode method) {
        line("");
        line("## " + name);
        line("");
        line(method.path("summary").asText());
        if (method.has("params")) {
            table("Params", method.path("params"));
        }
        table("Result", method.path("result"));
        if (!method.path("errors").isEmpty()) {
            line("");
            line("Errors: " + String.join("; ", errors(method.path("errors"))) + ".");
        }
        String params = method.has("example") ? ",\"params\":" + method.path("example") : "";
        line("");
        line("    {\"id\":1,\"method\":\"" + name + "\"" + params + "}");
        line("    {\"id\":1,\"result\":" + method.path("answer") + "}");
    }

    private static List<String> errors(JsonNode errors) {
        List<String> texts = new ArrayList<>();
        errors.forEach(
                error ->
                        texts.add(
                                error.path("code").asText()
                                        + " "
                                        + error.path("message").asText()));
        return texts;
    }

    private void table(String title, JsonNode schema) {
        List<String> rows = new ArrayList<>();
        members("", schema, rows);
        line("");
        if (rows.isEmpty()) {
            line(title + ": " + type(schema) + note(schema, ": ") + ".");
            return;
        }
        line("| " + title + " | Type | |");
        line("|---|---|---|");
        rows.forEach(this::line);
    }

    /** A row for each member, also of what lies within; {@code []} is any item, {@code *} any. */
    private static void members(String path, JsonNode schema, List<String> rows) {
        for (JsonNode choice : schema.path("anyOf")) {
            members(path, choice, rows);
        }
        List<String> required = texts(schema.path("required"));
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            String name = path + (path.isEmpty() ? "" : ".") + member.getKey();
            boolean needed = required.contains(member.getKey()) && path.isEmpty();
            row(name, member.getValue(), needed, rows);
            members(name, member.getValue(), rows);
        }
        within(path + "[]", schema.path("items"), rows);
        within(path.isEmpty() ? "*" : path + ".*", schema.path("additionalProperties"), rows);
    }

    private static void within(String path, JsonNode schema, List<String> rows) {
        if (schema.isObject()) {
            if (!schema.has("properties")) {
                row(path, schema, false, rows);
            }
            members(path, schema, rows);
        }
    }

    private static void row(String name, JsonNode schema, boolean needed, List<String> rows) {
        rows.add(
                "| `"
                        + name
                        + "`"
                        + (needed ? ", needed" : "")
                        + " | "
                        + type(schema)
                        + " | "
                        + note(schema, "")
                        + " |");
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (schema.has("enum")) {
            return String.join(", ", texts(schema.path("enum")));
        }
        if (schema.has("anyOf")) {
            return String.join(
                    " or ",
                    StreamSupport.stream(schema.path("anyOf").spliterator(), false)
                            .map(RpcPage::type)
                            .distinct()
                            .toList());
        }
        String plain = type.isArray() ? String.join(" or ", texts(type)) : type.asText("any");
        String most = schema.path("maximum").asText("");
        String least = schema.path("minimum").asText("");
        if (most.isEmpty() && least.isEmpty()) {
            return plain;
        }
        return plain + (most.isEmpty() ? ", " + least + " and more" : ", " + least + " to " + most);
    }

    private static String note(JsonNode schema, String before) {
        String text = schema.path("description").asText("").replace("|", "\\|");
        String absent = schema.has("default") ? "default `" + schema.path("default") + "`" : "";
        String both = text + (text.isEmpty() || absent.isEmpty() ? "" : "; ") + absent;
        return both.isEmpty() ? "" : before + both;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(text -> text.isTextual() && text.asText().isEmpty() ? "\"\"" : text.asText())
                .toList();
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
