package ccm.cloud.aws;

import ccm.parts.cloud.MqttFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The reserved topics of one thing.
 *
 * @param shadow begins those of its shadow
 * @param jobs begins those of its jobs
 */
record ThingTopics(String shadow, String jobs) {
    static ThingTopics of(String thing, String shadowName) {
        String prefix = "$aws/things/" + thing + "/";
        String named = shadowName.isEmpty() ? "" : "/name/" + shadowName;
        return new ThingTopics(prefix + "shadow" + named, prefix + "jobs");
    }

    /** What is always asked for; answers about jobs come without being asked for. */
    List<MqttFilter> filters(boolean withJobs) {
        List<MqttFilter> filters = new ArrayList<>();
        Stream.of(
                        "get/accepted",
                        "get/rejected",
                        "update/accepted",
                        "update/rejected",
                        "update/delta",
                        "delete/accepted")
                .forEach(each -> filters.add(new MqttFilter(shadow + "/" + each, 1)));
        if (withJobs) {
            filters.add(new MqttFilter(jobs + "/notify-next", 1));
        }
        return filters;
    }
}
