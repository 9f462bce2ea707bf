package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tool over HTTP: the whole frame as a body; only status 200 is a success. */
final class MosHttp implements MosTransport {
    private static final int PATIENCE = 30_000;

    private final URI address;
    private final boolean logsIn;

    /**
     * Makes one.
     *
     * @param logsIn answer when asked for a login
     */
    MosHttp(URI address, boolean logsIn) {
        this.address = address;
        this.logsIn = logsIn;
    }

    @Override
    public String src() {
        return "mos";
    }

    @Override
    public String call(String frame) throws IOException {
        Response response = post(frame + "\n", "");
        if (logsIn) {
            assertEquals(401, response.status);
            String asked = response.headers.get("www-authenticate");
            assertTrue(asked, asked.startsWith("Digest "));
            response = post(frame + "\n", "Authorization: " + login(asked) + "\n");
        }
        assertEquals(response.body, 200, response.status);
        assertTrue(response.headers.toString(), isJson(response.headers.get("content-type")));
        assertTrue(response.body, response.body.endsWith("\r\n"));
        return response.body.stripTrailing();
    }

    private static boolean isJson(String type) {
        return type.startsWith("application/json");
    }

    private record Response(int status, Map<String, String> headers, String body) {}

    private Response post(String body, String authorization) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                MosTransport.recorded("http-request")
                        .replace("${host}", address.getAuthority())
                        .replace("${length}", Integer.toString(bytes.length))
                        .replace("${authorization}", authorization)
                        .replace("\n", "\r\n");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static Response read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(": ?", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        int length = Integer.parseInt(headers.get("content-length"));
        return new Response(
                status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** A line of a head, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static String login(String asked) {
        String realm = value(asked, "realm");
        String nonce = value(asked, "nonce");
        String algorithm = asked.contains("SHA-256") ? "SHA-256" : "MD5";
        String ha1 = MosDialogue.hash(algorithm, "joe:" + realm + ":secret");
        String ha2 = MosDialogue.hash(algorithm, "POST:/rpc");
        String cnonce = "6f0d3a1b2c4e5d6f";
        String response =
                MosDialogue.hash(
                        algorithm, ha1 + ":" + nonce + ":00000001:" + cnonce + ":auth:" + ha2);
        return "Digest username=\"joe\", realm=\"%s\", nonce=\"%s\", uri=\"/rpc\", response=\"%s\", algorithm=\"%s\", cnonce=\"%s\", qop=auth, nc=00000001"
                .formatted(realm, nonce, response, algorithm, cnonce);
    }

    private static String value(String of, String key) {
        Matcher matcher = Pattern.compile(key + "=\"([^\"]*)\"").matcher(of);
        assertTrue(of, matcher.find());
        return matcher.group(1);
    }

    @Override
    public void close() {
        // a connection a call
    }
}
