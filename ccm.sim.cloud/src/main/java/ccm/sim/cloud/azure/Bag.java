package ccm.sim.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Properties in a topic: {@code a=1&b}. */
final class Bag {
    private Bag() {}

    /** Reads them; a key alone has the value null at a hub, here it is empty. */
    static Map<String, String> read(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        String bag = text.startsWith("?") ? text.substring(1) : text;
        for (String pair : bag.split("&")) {
            String[] sides = pair.split("=", 2);
            if (!sides[0].isEmpty()) {
                properties.put(decode(sides[0]), sides.length > 1 ? decode(sides[1]) : "");
            }
        }
        return properties;
    }

    static String write(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Here a plus is a plus. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) { // half an escape
            return text;
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
