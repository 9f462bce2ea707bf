package ccm.itest;

import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorded dialogue of the mos tool, played over one of its transports: {@code >} is sent with a
 * new id, {@code =} with the same id again, {@code <} is what has to be answered, to the byte. What
 * stands in braces is filled in when sent, and kept when answered.
 */
final class MosDialogue {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HOLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final long FIRST_ID = 1L << 40;

    private final Map<String, String> known = new HashMap<>();

    private MosDialogue() {}

    /** Plays one, and returns it with what was kept. */
    static MosDialogue play(String name, MosTransport over, String device) throws IOException {
        MosDialogue dialogue = new MosDialogue();
        dialogue.known.put("src", over.src());
        dialogue.known.put("device", device);
        String answer = "";
        for (String line : MosTransport.recorded(name).split("\n")) {
            String text = line.substring(2);
            switch (line.charAt(0)) {
                case '>' -> {
                    long id = ThreadLocalRandom.current().nextLong(FIRST_ID, 2 * FIRST_ID);
                    dialogue.known.put("id", Long.toString(id));
                    answer = over.call(dialogue.filled(text));
                }
                case '=' -> answer = over.call(dialogue.filled(text));
                case '<' -> dialogue.check(name, text, answer);
                default -> {} // a comment
            }
        }
        return dialogue;
    }

    /** Something that was kept, as JSON. */
    JsonNode json(String hole) throws IOException {
        return JSON.readTree(known.get(hole));
    }

    private String filled(String text) throws IOException {
        if (text.contains("${auth}")) {
            known.put("auth", login(JSON.readTree(json("challenge").textValue()), "secret"));
        }
        return HOLE.matcher(text)
                .replaceAll(hole -> Matcher.quoteReplacement(known.get(hole.group(1))));
    }

    private void check(String name, String expected, String answer) {
        StringBuilder pattern = new StringBuilder();
        Matcher hole = HOLE.matcher(expected);
        int from = 0;
        while (hole.find()) {
            pattern.append(Pattern.quote(expected.substring(from, hole.start())));
            String key = hole.group(1);
            boolean given = key.equals("id") || key.equals("src") || key.equals("device");
            pattern.append(given ? Pattern.quote(known.get(key)) : "(?<" + key + ">.+)");
            from = hole.end();
        }
        pattern.append(Pattern.quote(expected.substring(from)));
        Matcher matcher = Pattern.compile(pattern.toString()).matcher(answer);
        assertTrue(name + ": wanted " + expected + ", came " + answer, matcher.matches());
        Matcher keys = HOLE.matcher(expected);
        while (keys.find()) {
            if (pattern.indexOf("<" + keys.group(1) + ">") >= 0) {
                known.put(keys.group(1), matcher.group(keys.group(1)));
            }
        }
    }

    /** What the tool answers to the question for a login. */
    static String login(JsonNode asked, String password) {
        long nonce = asked.path("nonce").longValue();
        String realm = asked.path("realm").textValue();
        String algorithm = asked.path("algorithm").textValue();
        long cnonce = ThreadLocalRandom.current().nextLong(1, 1L << 31);
        String ha1 = hash(algorithm, "joe:" + realm + ":" + password);
        String ha2 = hash(algorithm, "dummy_method:dummy_uri");
        String response = hash(algorithm, ha1 + ":" + nonce + ":1:" + cnonce + ":auth:" + ha2);
        return "{\"realm\":\"%s\",\"username\":\"joe\",\"nonce\":%d,\"cnonce\":%d,\"algorithm\":\"%s\",\"response\":\"%s\"}"
                .formatted(realm, nonce, cnonce, algorithm, response);
    }

    static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance(algorithm)
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
