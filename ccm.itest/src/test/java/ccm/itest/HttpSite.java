package ccm.itest;

import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway of the product {@code full} that serves HTTP on a free port. */
final class HttpSite implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("(https?)://[0-9.]+:(\\d+)(?=[,\\s])");

    private final Path data;
    private final GatewayProcess gateway;

    /** One that is not started yet; settings that come later win. */
    HttpSite(Path data, String... settings) throws IOException {
        this.data = data;
        List<String> all =
                new ArrayList<>(List.of("console.enable=false", "http.listen_addr=127.0.0.1:0"));
        all.addAll(List.of(settings));
        gateway = new GatewayProcess("full", data, all.toArray(String[]::new));
    }

    HttpSite start() throws IOException {
        gateway.startReady();
        return this;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    Path data() {
        return data;
    }

    /** Where it serves, as the last ready line has it. */
    String url() throws IOException {
        Matcher found = found();
        return found.group();
    }

    int port() throws IOException {
        return Integer.parseInt(found().group(2));
    }

    /** Defines a user over the local socket. */
    void define(String user, String password) throws IOException {
        JsonNode answer =
                gateway.local()
                        .call(
                                "Users.Set",
                                "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
        assertTrue(answer.toString(), answer.has("result"));
    }

    private Matcher found() throws IOException {
        String output = gateway.output();
        Matcher url = URL.matcher(output.substring(output.lastIndexOf("ready: ")));
        assertTrue(output, url.find());
        return url;
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
