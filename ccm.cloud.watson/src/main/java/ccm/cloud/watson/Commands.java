package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands of the platform, as topics for the host. No name of a command has a slash: {@code
 * led_on} is the topic {@code led_on}, or {@code led/on} where the host asks for that.
 */
final class Commands {
    /** All of them. */
    static final String FILTER = "iot-2/cmd/+/fmt/+";

    private static final Pattern COMMAND = Pattern.compile("iot-2/cmd/([^/]+)/fmt/([^/]+)");
    private static final String EXAMPLE = "iot-2/cmd/x/fmt/x";
    private static final Pattern RESERVED = Pattern.compile("(iot-2|iotdm-1|iotdevice-1)(/.*)?");

    private Commands() {}

    /** The name of the command; empty for a topic that is none of a command. */
    static Optional<String> name(String topic) {
        Matcher command = COMMAND.matcher(topic);
        return command.matches() ? Optional.of(command.group(1)) : Optional.empty();
    }

    /** Why nothing can come for a filter of the host. */
    static Optional<String> refusal(String filter) {
        boolean foreign = RESERVED.matcher(filter).matches() && !possible(filter);
        return foreign
                ? Optional.of(
                        "filter "
                                + filter
                                + " matches nothing: commands come as iot-2/cmd/NAME/fmt/FORMAT, and"
                                + " as NAME alone")
                : Optional.empty();
    }

    private static boolean possible(String filter) {
        String[] levels = filter.split("/", -1);
        String[] example = EXAMPLE.split("/");
        for (int i = 0; i < levels.length && i < example.length; i++) {
            if (levels[i].equals("#")) {
                return true;
            }
            if (!levels[i].equals("+")
                    && !example[i].equals("x")
                    && !levels[i].equals(example[i])) {
                return false;
            }
        }
        return levels.length == example.length;
    }

    /**
     * What the host is told of a message.
     *
     * @param filters what the host has asked for
     */
    static CloudMessage forHost(CloudMessage message, Set<String> filters) {
        return name(message.topic())
                .map(name -> topic(message.topic(), name, filters))
                .map(topic -> new CloudMessage(topic, message.payload(), message.qos(), false))
                .orElse(message);
    }

    /** In the form in which the host has asked for it. */
    private static String topic(String topic, String name, Set<String> filters) {
        if (filters.stream().anyMatch(each -> isNative(each) && matches(each, topic))) {
            return topic;
        }
        Optional<String> exactly =
                filters.stream()
                        .filter(each -> each.replace('/', '_').equals(name))
                        .sorted()
                        .findFirst();
        String slashed = name.replace('_', '/');
        boolean plain = filters.stream().anyMatch(each -> matches(each, name));
        boolean deep = filters.stream().anyMatch(each -> matches(each, slashed));
        return exactly.orElse(!plain && deep ? slashed : name);
    }

    private static boolean isNative(String filter) {
        return filter.startsWith("iot-2/");
    }

    /** MQTT 3.1.1 section 4.7. */
    private static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] found = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return found.length >= i;
            }
            if (i >= found.length || !wanted[i].equals("+") && !wanted[i].equals(found[i])) {
                return false;
            }
        }
        return wanted.length == found.length;
    }
}
