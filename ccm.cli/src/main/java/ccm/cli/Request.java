package ccm.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Makes the frame of a call. */
final class Request {
    /** The id of every call: a connection carries one. */
    static final String ID = "1";

    private static final JsonFactory JSON = new JsonFactory();

    private Request() {}

    /**
     * Makes one.
     *
     * @param params JSON text; checked here, so that a typing mistake is told before anything is
     *     sent
     */
    static byte[] of(String method, Optional<String> params) throws UsageException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(frame)) {
            out.writeStartObject();
            out.writeStringField("jsonrpc", "2.0");
            out.writeNumberField("id", Integer.parseInt(ID));
            out.writeStringField("method", method);
            if (params.isPresent()) {
                out.writeFieldName("params");
                copy(params.get(), out);
            }
            out.writeEndObject();
        } catch (JsonProcessingException e) {
            throw notJson(params.orElse(""), e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written to
        }
        return frame.toByteArray();
    }

    private static void copy(String params, JsonGenerator out) throws IOException, UsageException {
        try (JsonParser in = JSON.createParser(params)) {
            if (in.nextToken() == null) {
                throw notJson(params, "empty");
            }
            out.copyCurrentStructureExact(in);
            if (in.nextToken() != null) {
                throw notJson(params, "more than one value");
            }
        }
    }

    private static UsageException notJson(String params, String why) {
        return new UsageException(
                "params "
                        + params
                        + ": not JSON ("
                        + why
                        + "). Quote them for the shell: '{\"name\":\"value\"}'");
    }
}
