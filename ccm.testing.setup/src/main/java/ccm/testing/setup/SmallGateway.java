package ccm.testing.setup;

import ccm.cli.json.Json;
import ccm.parts.threads.NamedThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A gateway's local socket with settings and files behind it. Its cloud is ready as soon as it is
 * enabled, unless it was told otherwise.
 */
final class SmallGateway implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 5_000;

    private final ServerSocketChannel server;
    private final Path socket;
    private final String section;
    private final Thread thread = new NamedThreads("ccm-testing-gateway").newThread(this::serve);
    // guarded by this, from here on
    private final Json.Obj settings;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private String lock = "*";
    private String trouble = "";
    private int changes;

    SmallGateway(Path socket, String section, Json.Obj settings) throws IOException {
        this.section = section;
        this.settings = settings;
        this.socket = socket;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread.start();
    }

    /** Its settings, and its files with what is in them. */
    synchronized String state() {
        StringBuilder text = new StringBuilder(settings.compact());
        files.forEach(
                (name, content) ->
                        text.append('\n')
                                .append(name)
                                .append(' ')
                                .append(new String(content, StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** Sets one of a section, at once. */
    synchronized void set(String path, String value) {
        String[] names = path.split("\\.", 2);
        Json.Obj below = new Json.Obj().put(names[1], value);
        merge(settings, new Json.Obj().put(names[0], below));
    }

    synchronized String setting(String path) {
        Json value = settings;
        for (String name : path.split("\\.")) {
            value = value.at(name).orElseThrow(() -> new AssertionError(path + ": no setting"));
        }
        return value.plain();
    }

    synchronized void put(String file, String content) {
        files.put(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The next call of a method is refused. */
    synchronized void refuse(String method, String why) {
        refusals.put(method, why);
    }

    /** What its vendor lets people change. */
    synchronized void lock(String acl) {
        lock = acl;
    }

    /** It does not get to the cloud, and says why. */
    synchronized void trouble(String reason) {
        trouble = reason;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                continue; // the client went, or close() came
            }
        }
    }

    private void serve(SocketChannel client) throws IOException {
        try (client;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Channels.newInputStream(client), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                byte[] answer = answer(line).getBytes(StandardCharsets.UTF_8);
                client.write(ByteBuffer.wrap(answer));
                line = lines.readLine();
            }
        }
    }

    private synchronized String answer(String line) throws IOException {
        Json frame = Json.read(line);
        String method = frame.text("method").orElse("");
        Json params = frame.at("params").orElse(Json.NULL);
        Json.Obj answer = new Json.Obj().put("id", frame.at("id").orElse(Json.NULL));
        frame.text("src").ifPresent(src -> answer.put("dst", src));
        if (refusals.containsKey(method)) {
            answer.put("error", error(refusals.remove(method)));
        } else if (method.equals("FS.Get")
                && params.text("filename").orElse("").contains(".key.")) {
            answer.put("error", error("a private key: nobody may read it"));
        } else {
            answer.put("result", result(method, params));
        }
        return answer.compact() + "\n";
    }

    private static Json error(String why) {
        return new Json.Obj().put("code", 400).put("message", why);
    }

    private Json result(String method, Json params) {
        return switch (method) {
            case "Config.Get" -> settings;
            case "Config.Set" -> change(params);
            case "Config.Status" ->
                    new Json.Obj()
                            .put("lock", new Json.Obj().put("conf_acl", lock).put("of", "layer 5"));
            case "Sys.GetInfo" -> new Json.Obj().put("id", setting("device.id"));
            case "Cloud.Status" ->
                    new Json.Obj().put("clouds", new Json.Arr(List.<Json>of(status())));
            case "FS.List" ->
                    new Json.Arr(files.keySet().stream().<Json>map(Json.Text::new).toList());
            case "FS.Put" -> write(params);
            case "FS.Get" -> read(params);
            default -> throw new AssertionError(method + ": not expected here");
        };
    }

    private Json change(Json params) {
        merge(settings, (Json.Obj) params.at("config").orElseThrow());
        changes++;
        return new Json.Obj().put("saved", true);
    }

    private static void merge(Json.Obj into, Json.Obj change) {
        change.members()
                .forEach(
                        (name, value) -> {
                            Json now = into.at(name).orElse(Json.NULL);
                            if (now instanceof Json.Obj below && value instanceof Json.Obj more) {
                                merge(below, more);
                            } else {
                                into.put(name, value);
                            }
                        });
    }

    private Json.Obj status() {
        boolean enabled = setting(section + ".enable").equals("true");
        String phase = enabled ? trouble.isEmpty() ? "READY" : "BACKOFF" : "OFF";
        return new Json.Obj()
                .put("name", section)
                .put("phase", phase)
                .put("since", Integer.toString(changes))
                .put("reason", trouble);
    }

    private Json write(Json params) {
        String name = params.text("filename").orElseThrow();
        byte[] data = Base64.getDecoder().decode(params.text("data").orElseThrow());
        byte[] before =
                params.number("offset").orElseThrow() == 0
                        ? new byte[0]
                        : files.getOrDefault(name, new byte[0]);
        byte[] all = new byte[before.length + data.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(data, 0, all, before.length, data.length);
        files.put(name, all);
        return Json.NULL;
    }

    private Json read(Json params) {
        byte[] all = files.get(params.text("filename").orElseThrow());
        int from = (int) (long) params.number("offset").orElseThrow();
        int to = (int) Math.min(all.length, from + params.number("len").orElseThrow());
        byte[] data = Arrays.copyOfRange(all, from, to);
        return new Json.Obj()
                .put("data", Base64.getEncoder().encodeToString(data))
                .put("left", all.length - to);
    }
}
