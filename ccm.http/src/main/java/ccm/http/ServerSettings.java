package ccm.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is made of.
 *
 * @param address where it listens
 * @param tls present when it speaks https
 * @param origins the pages of other sites that may call
 * @param extraHeaders added to every answer
 * @param connections most that are open at a time
 * @param threads most that work for them
 */
record ServerSettings(
        ListenAddress address,
        Optional<Tls> tls,
        Origins origins,
        Map<String, String> extraHeaders,
        int connections,
        int threads) {
    /**
     * The fields of {@code http.extra_headers}: {@code Name: value}, one a line.
     *
     * @throws IllegalArgumentException names the setting and what is wrong
     */
    static Map<String, String> fields(String lines) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines.split("\\r?\\n|\\\\r\\\\n")) {
            int colon = line.indexOf(':');
            if (!line.isBlank()) {
                if (colon < 1 || !line.substring(0, colon).matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                    throw new IllegalArgumentException(
                            "http.extra_headers has the line \""
                                    + line
                                    + "\", must be \"Name: value\"");
                }
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields;
    }
}
