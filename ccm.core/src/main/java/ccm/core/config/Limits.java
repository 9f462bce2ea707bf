package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a value has to keep to beyond its type: a range, for a string that of its length, and the
 * options that are offered.
 *
 * @param min empty when there is none
 * @param max empty when there is none
 * @param options empty when everything goes
 */
record Limits(Optional<BigDecimal> min, Optional<BigDecimal> max, List<String> options) {
    static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), List.of());

    Limits {
        options = List.copyOf(options);
    }

    /** The rule that a value of the right type breaks, in words that follow "must be". */
    Optional<String> broken(JsonNode value) {
        if (!options.isEmpty() && !options.contains(value.asText())) {
            return Optional.of("one of " + String.join(", ", options));
        }
        BigDecimal measure =
                value.isTextual()
                        ? BigDecimal.valueOf(value.textValue().length())
                        : value.isNumber() ? value.decimalValue() : null;
        if (measure == null || within(measure)) {
            return Optional.empty();
        }
        return Optional.of(range() + (value.isTextual() ? " characters long" : ""));
    }

    private boolean within(BigDecimal measure) {
        return min.map(limit -> measure.compareTo(limit) >= 0).orElse(true)
                && max.map(limit -> measure.compareTo(limit) <= 0).orElse(true);
    }

    private String range() {
        if (min.isPresent() && max.isPresent()) {
            return "from " + plain(min) + " to " + plain(max);
        }
        return min.isPresent() ? "at least " + plain(min) : "at most " + plain(max);
    }

    private static String plain(Optional<BigDecimal> limit) {
        return limit.map(BigDecimal::toPlainString).orElse("");
    }
}
