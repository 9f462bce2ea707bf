package ccm.ota.fetch;

import ccm.api.firmware.FirmwareException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of {@code update.extra_http_headers}; they may hold secrets, so none is shown. */
final class ExtraHeaders {
    private static final String SETTING = "extra_http_headers";
    private static final Pattern LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x20-\\x7e\\t]*?)[ \\t]*");
    private static final Set<String> OURS =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "accept-encoding",
                    "expect",
                    "te",
                    "trailer",
                    "upgrade",
                    "range",
                    "if-range",
                    "if-match",
                    "if-none-match",
                    "if-modified-since",
                    "if-unmodified-since");

    private ExtraHeaders() {}

    /** By name, in their order. */
    static Map<String, String> of(String lines) throws FirmwareException {
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        for (String line : lines.lines().toList()) {
            number++;
            Matcher header = LINE.matcher(line);
            if (line.isBlank()) {
                continue;
            }
            if (!header.matches()) {
                throw Failures.setting(
                        SETTING, "line " + number + " is not like NAME: VALUE. Correct it", null);
            }
            if (OURS.contains(header.group(1).toLowerCase(Locale.ROOT))) {
                throw Failures.setting(
                        SETTING,
                        "line %d: %s is set by the gateway. Take it out"
                                .formatted(number, header.group(1)),
                        null);
            }
            headers.put(header.group(1), header.group(2));
        }
        return headers;
    }
}
