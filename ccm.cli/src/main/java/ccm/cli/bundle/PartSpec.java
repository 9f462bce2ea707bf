package ccm.cli.bundle;

import ccm.cli.json.Json;
import ccm.cli.line.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part as it is typed: {@code host_fw:type=STM32,src=F.BIN,addr=0x8000000}, or {@code name:-} to
 * take one out.
 *
 * @param attributes by name; empty for a part that is taken out
 */
record PartSpec(String name, Map<String, Json> attributes, boolean removed) {
    static final String EXAMPLE = "host_fw:type=STM32,src=FIRMWARE.BIN,addr=0x8000000";

    static PartSpec of(String word) throws UsageException {
        int colon = word.indexOf(':');
        if (colon < 1) {
            throw new UsageException(word + ": not a part. It looks like " + EXAMPLE);
        }
        String name = word.substring(0, colon);
        String rest = word.substring(colon + 1);
        if (rest.equals("-")) {
            return new PartSpec(name, Map.of(), true);
        }
        Map<String, Json> attributes = new LinkedHashMap<>();
        for (String pair : split(rest)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        name + ": " + pair + ": not KEY=VALUE. A part looks like " + EXAMPLE);
            }
            attributes.put(pair.substring(0, equals), Values.of(pair.substring(equals + 1)));
        }
        return new PartSpec(name, attributes, false);
    }

    /** At commas that are not between quotes. */
    private static List<String> split(String text) {
        List<String> pairs = new ArrayList<>();
        StringBuilder pair = new StringBuilder();
        char quote = 0;
        for (char next : text.toCharArray()) {
            if (next == ',' && quote == 0) {
                pairs.add(pair.toString());
                pair.setLength(0);
                continue;
            }
            boolean begins = quote == 0 && (next == '"' || next == '\'');
            quote = begins ? next : next == quote ? 0 : quote;
            pair.append(next);
        }
        pairs.add(pair.toString());
        return pairs;
    }
}
