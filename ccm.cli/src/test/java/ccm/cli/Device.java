package ccm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device with the services that the commands use, as the original has them. */
public final class Device {
    /** Every frame that came, as it was sent. */
    public final List<String> frames = new CopyOnWriteArrayList<>();

    /** Its files. */
    public final Map<String, ByteArrayOutputStream> files = new TreeMap<>();

    /** What each method answers; what is not here answers as the original does. */
    public final Map<String, String> results = new TreeMap<>();

    /** What {@code OTA.Status} answers, in turn; the last one for ever. */
    public final List<String> updates = new ArrayList<>();

    /** The bundle that came. */
    public final ByteArrayOutputStream bundle = new ByteArrayOutputStream();

    private final List<String> used = new ArrayList<>();
    private String algorithm = "";

    /** Wants a login as joe, whose password is secret. */
    public Device wantsLogin(String digest) {
        algorithm = digest;
        return this;
    }

    /** What it sends back; empty for nothing. */
    public synchronized String answer(String text) {
        try {
            frames.add(text.strip());
            Json frame = Json.read(text);
            String head = "{\"id\":" + frame.at("id").orElseThrow().compact() + ",\"src\":\"dev\"";
            head += frame.text("src").map(src -> ",\"dst\":\"" + src + "\"").orElse("");
            return head + "," + body(frame) + "}";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The params of the last call of a method. */
    public Json params(String method) throws IOException {
        Json found = Json.NULL;
        for (String frame : frames) {
            Json json = Json.read(frame);
            if (json.text("method").orElse("").equals(method)) {
                found = json.at("params").orElse(Json.NULL);
            }
        }
        return found;
    }

    private String body(Json frame) throws IOException {
        if (!algorithm.isEmpty() && !loggedIn(frame.at("auth"))) {
            Json.Obj challenge =
                    new Json.Obj()
                            .put("auth_type", "digest")
                            .put("nonce", 1_700_000_000)
                            .put("nc", 1)
                            .put("realm", "RPC")
                            .put("algorithm", algorithm);
            return error(401, challenge.compact());
        }
        String method = frame.text("method").orElse("");
        Json params = frame.at("params").orElse(Json.NULL);
        if (results.containsKey(method)) {
            String result = results.get(method);
            return result.startsWith("!") ? result.substring(1) : "\"result\":" + result;
        }
        return switch (method) {
            case "Sum" -> "\"result\":" + sum(params);
            case "FS.Put" -> put(params);
            case "FS.Get" -> get(params);
            case "OTA.Status" ->
                    "\"result\":" + (updates.size() > 1 ? updates.remove(0) : updates.get(0));
            case "OTA.Begin", "OTA.End" -> "\"result\":true";
            case "OTA.Write" -> write(params);
            default -> error(404, "No handler for " + method);
        };
    }

    private static long sum(Json params) {
        return params.list().stream().mapToLong(item -> Long.parseLong(item.compact())).sum();
    }

    private String put(Json params) {
        String name = params.text("filename").orElseThrow();
        byte[] data = Base64.getDecoder().decode(params.text("data").orElseThrow());
        if (params.number("offset").orElseThrow() == 0) {
            files.put(name, new ByteArrayOutputStream());
        }
        files.get(name).writeBytes(data);
        return "\"result\":null";
    }

    private String write(Json params) {
        if (params.number("offset").orElseThrow() != bundle.size()) {
            return error(400, "a gap");
        }
        bundle.writeBytes(Base64.getDecoder().decode(params.text("data").orElseThrow()));
        return "\"result\":true";
    }

    private String get(Json params) {
        ByteArrayOutputStream file = files.get(params.text("filename").orElseThrow());
        if (file == null) {
            return error(400, "failed to open file");
        }
        byte[] all = file.toByteArray();
        int from = (int) (long) params.number("offset").orElseThrow();
        int to = (int) Math.min(all.length, from + params.number("len").orElseThrow());
        String data = Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, from, to));
        return "\"result\":{\"data\":\"" + data + "\",\"left\":" + (all.length - to) + "}";
    }

    private static String error(int code, String message) {
        return "\"error\":" + new Json.Obj().put("code", code).put("message", message).compact();
    }

    /** True for the right digest, each cnonce once. */
    private boolean loggedIn(Optional<Json> auth) {
        if (auth.isEmpty()) {
            return false;
        }
        String cnonce = auth.get().at("cnonce").orElseThrow().compact();
        String secret = hash("joe:RPC:secret");
        String wanted =
                hash(
                        secret
                                + ":1700000000:1:"
                                + cnonce
                                + ":auth:"
                                + hash("dummy_method:dummy_uri"));
        boolean fresh = !used.contains(cnonce);
        used.add(cnonce);
        return fresh && wanted.equals(auth.get().text("response").orElseThrow());
    }

    private String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
