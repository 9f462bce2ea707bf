package ccm.cloud.azure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Properties of a message at the end of its topic: {@code a=1&b=2}, percent-encoded. */
record PropertyBag(Map<String, String> properties) {
    /** Reads one; a key alone counts as an empty value. Of equal keys the first counts. */
    static PropertyBag of(String text) {
        Map<String, String> read = new LinkedHashMap<>();
        String bag = text.startsWith("?") ? text.substring(1) : text;
        for (String pair : bag.split("&")) {
            int equals = pair.indexOf('=');
            String key = Percent.decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!key.isEmpty()) {
                read.putIfAbsent(key, equals < 0 ? "" : Percent.decode(pair.substring(equals + 1)));
            }
        }
        return new PropertyBag(read);
    }

    /** Absent, or empty, is empty. */
    Optional<String> get(String key) {
        return Optional.ofNullable(properties.get(key)).filter(value -> !value.isEmpty());
    }

    /** As it stands in a topic; the system's own keys keep their dollar. */
    String text() {
        return properties.entrySet().stream()
                .map(each -> key(each.getKey()) + "=" + Percent.encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String key(String key) {
        return key.startsWith("$.") ? key : Percent.encode(key);
    }
}
