package ccm.cli.line;

import java.util.ArrayList;
import java.util.List;

/**
 * An option of a command.
 *
 * @param names how it may be typed, dashes included; the first is the one that is documented
 * @param value what stands for its value in help texts; empty when it takes none
 * @param help one line about it
 */
public record Option(List<String> names, String value, String help) {
    /** An option that takes a value. */
    public static Option value(String name, String value, String help) {
        return new Option(List.of(name), value, help);
    }

    /** An option that stands alone. */
    public static Option flag(String name, String help) {
        return new Option(List.of(name), "", help);
    }

    /** The same with another spelling. */
    public Option or(String... others) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(others));
        return new Option(List.copyOf(all), value, help);
    }

    public String name() {
        return names.get(0);
    }

    public boolean takesValue() {
        return !value.isEmpty();
    }

    /** As help texts show it: {@code -o, --output FILE}. */
    public String shown() {
        return String.join(", ", names) + (takesValue() ? " " + value : "");
    }
}
