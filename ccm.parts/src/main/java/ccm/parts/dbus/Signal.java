package ccm.parts.dbus;

import java.util.Map;

/**
 * A signal as it came.
 *
 * @param sender the unique name of who sent it
 * @param path of the object that it is about
 * @param type the interface that it belongs to
 * @param name of the signal
 * @param values in plain types, see {@link Bus#call}
 */
public record Signal(String sender, String path, String type, String name, Object[] values) {
    /** A number among the values. */
    public int number(int index) {
        return values.length > index && values[index] instanceof Number number
                ? number.intValue()
                : 0;
    }

    /** A text among the values, a path for example. */
    public String text(int index) {
        return values.length > index ? String.valueOf(values[index]) : "";
    }

    /** A map among the values; empty when there is none. */
    public Map<?, ?> map(int index) {
        return values.length > index && values[index] instanceof Map<?, ?> map ? map : Map.of();
    }
}
