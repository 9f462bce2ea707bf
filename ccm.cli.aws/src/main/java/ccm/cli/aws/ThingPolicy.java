package ccm.cli.aws;

import ccm.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one thing may do, and no more: connect under its own name; use its shadows and jobs, Basic
 * Ingest, topics that begin with its name, and those that were named.
 *
 * @param thing its name, which is the client id too
 * @param device the gateway's own name, for calls at {@code DEVICE/rpc}
 * @param topics filters of MQTT
 */
record ThingPolicy(String thing, String device, List<String> topics) {
    /**
     * The document.
     *
     * @param owner as {@code arn:aws:iot:REGION:ACCOUNT:}
     */
    String document(String owner) {
        List<String> filters = filters();
        return new Json.Obj()
                .put("Version", "2012-10-17")
                .put(
                        "Statement",
                        new Json.Arr(
                                List.of(
                                        allow(
                                                List.of("iot:Connect"),
                                                Stream.of(owner + "client/" + thing)),
                                        allow(
                                                List.of("iot:Publish", "iot:Receive"),
                                                filters.stream()
                                                        .map(
                                                                each ->
                                                                        owner
                                                                                + "topic/"
                                                                                + wild(each))),
                                        allow(
                                                List.of("iot:Subscribe"),
                                                filters.stream()
                                                        .map(
                                                                each ->
                                                                        owner
                                                                                + "topicfilter/"
                                                                                + wild(each))))))
                .compact();
    }

    /** In words. */
    String shown() {
        return "connect as " + thing + ", and use " + String.join(", ", filters());
    }

    private List<String> filters() {
        List<String> all = new ArrayList<>();
        all.add("$aws/things/" + thing + "/#");
        all.add("$aws/rules/#");
        all.add(thing + "/#");
        if (!device.equals(thing)) {
            all.add(device + "/#");
        }
        all.addAll(topics);
        return all;
    }

    /** In a policy a star is any text, and no sign of MQTT is wild. */
    private static String wild(String filter) {
        return filter.replace("+", "*").replaceFirst("#$", "*");
    }

    private static Json allow(List<String> actions, Stream<String> resources) {
        return new Json.Obj()
                .put("Effect", "Allow")
                .put("Action", texts(actions.stream()))
                .put("Resource", texts(resources));
    }

    private static Json texts(Stream<String> all) {
        return new Json.Arr(all.<Json>map(Json.Text::new).toList());
    }
}
