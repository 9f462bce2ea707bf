package ccm.cloud;

import java.util.List;
import java.util.Optional;

/**
 * The topics on which this gateway is called, and where its answers go.
 *
 * @param own where calls come in; empty when none are taken
 * @param wildcard true when the name of a method may follow it
 * @param answers where answers go, with {@link #ID} in the place of the caller's address
 */
record RpcTopics(String own, boolean wildcard, String answers) {
    /** What stands for an id in the settings. */
    static final String ID = "%.*s";

    private static final RpcTopics NONE = new RpcTopics("", false, "");
    private static final int SRC_BYTES = 1024;

    /** Calls are not taken. */
    static RpcTopics none() {
        return NONE;
    }

    /** Those of a device; empty when its id or the setting make no topic. */
    static Optional<RpcTopics> of(String setting, boolean wildcard, String answers, String id) {
        RpcTopics topics = new RpcTopics(setting.replace(ID, id), wildcard, answers);
        return Topics.isName(topics.own) && topics.filters().stream().allMatch(Topics::isFilter)
                ? Optional.of(topics)
                : Optional.empty();
    }

    /** What is to be asked of a cloud. */
    List<String> filters() {
        if (own.isEmpty()) {
            return List.of();
        }
        return wildcard ? List.of(own, own + "/#") : List.of(own);
    }

    /** True when a message of that topic is a call. */
    boolean take(String topic) {
        return !own.isEmpty()
                && (topic.equals(own) || wildcard && topic.startsWith(own) && isBelow(topic));
    }

    /** The method that the topic names; empty when the frame has to. */
    String method(String topic) {
        return topic.length() > own.length() ? topic.substring(own.length() + 1) : "";
    }

    /** Where a caller's answers go; empty when it gave no address or one that cannot be used. */
    Optional<String> answersTo(String src) {
        if (src.isEmpty() || src.length() > SRC_BYTES) {
            return Optional.empty();
        }
        String topic = answers.replace(ID, src);
        return Topics.isName(topic) && !topic.startsWith("$") && !take(topic)
                ? Optional.of(topic) // never our own: an answer must not come in as a call
                : Optional.empty();
    }

    private boolean isBelow(String topic) {
        return topic.length() > own.length() && topic.charAt(own.length()) == '/';
    }
}
