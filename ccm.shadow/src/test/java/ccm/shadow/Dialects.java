package ccm.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.cloud.aws.AwsDoor;
import ccm.cloud.azure.AzureDoor;
import ccm.cloud.gcp.GcpDoor;
import ccm.cloud.mdash.DashDoor;
import ccm.cloud.watson.WatsonDoor;
import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** What each cloud does with the messages of its dialect. */
final class Dialects {
    private Dialects() {}

    static DialectCloud of(String name, VirtualLoop loop, long seed, Path folder) {
        return switch (name) {
            case "aws" -> new Aws(loop, seed);
            case "azure" -> new Azure(loop, seed);
            case "gcp" -> new Gcp(loop, seed);
            case "dash" -> new Dash(loop, seed);
            case "watson" -> new Watson(loop, seed, folder);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ObjectNode read(CloudMessage message) {
        return Bench.json(new String(message.payload(), UTF_8));
    }

    /** Documents with one version; deltas are differences. */
    private static final class Aws extends DialectCloud {
        private static final String SHADOW = "$aws/things/t/shadow/";
        private final AwsDoor door =
                new AwsDoor(message -> published(() -> serve(message.topic(), read(message))));

        Aws(VirtualLoop loop, long seed) {
            super(loop, seed);
        }

        @Override
        ShadowSource shadow() {
            return door.shadow();
        }

        private void serve(String topic, ObjectNode asked) {
            ObjectNode answer = Trees.empty();
            answer.set("clientToken", asked.path("clientToken"));
            if (topic.equals(SHADOW + "get") && version == 0) {
                answer.put("code", 404).put("message", "none");
                say("get/rejected", answer);
                return;
            }
            if (topic.equals(SHADOW + "get")) {
                answer.putObject("state").set("desired", desired);
                ((ObjectNode) answer.path("state")).set("reported", reported);
                say("get/accepted", answer.put("version", version));
                return;
            }
            ObjectNode patch = (ObjectNode) asked.path("state").path("reported");
            report(Trees.merge(reported, patch));
            answer.set("state", asked.path("state"));
            say("update/accepted", answer.put("version", version));
            tellDesired(patch);
        }

        @Override
        void tellDesired(ObjectNode patch) {
            ObjectNode delta = Trees.delta(desired, reported);
            if (!delta.isEmpty()) {
                ObjectNode body = Trees.empty().put("version", version);
                body.set("state", delta);
                say("update/delta", body);
            }
        }

        private void say(String tail, ObjectNode body) {
            CloudMessage message = message(SHADOW + tail, body.deepCopy());
            down(() -> door.accept(message));
        }
    }

    /** A version for each half; patches of what is desired. */
    private static final class Azure extends DialectCloud {
        private final AzureDoor door = new AzureDoor(message -> published(() -> serve(message)));

        Azure(VirtualLoop loop, long seed) {
            super(loop, seed);
        }

        @Override
        ShadowSource shadow() {
            return door.shadow();
        }

        private void serve(CloudMessage message) {
            String id = message.topic().substring(message.topic().indexOf("$rid="));
            if (message.topic().startsWith("$iothub/twin/GET/")) {
                ObjectNode twin = Trees.empty();
                twin.set("desired", desired.deepCopy().put("$version", desiredVersion));
                twin.set("reported", reported.deepCopy().put("$version", reports));
                say("$iothub/twin/res/200/?" + id, twin.toString());
            } else {
                report(Trees.merge(reported, read(message)));
                say("$iothub/twin/res/204/?" + id + "&$version=" + reports, "");
            }
        }

        @Override
        void tellDesired(ObjectNode patch) {
            say(
                    "$iothub/twin/PATCH/properties/desired/?$version=" + desiredVersion,
                    patch.deepCopy().put("$version", desiredVersion).toString());
        }

        private void say(String topic, String body) {
            CloudMessage message = new CloudMessage(topic, body.getBytes(UTF_8), 1, false);
            down(() -> door.accept(message));
        }
    }

    /** The whole configuration, without a version, at each connection; states as a whole. */
    private static final class Gcp extends DialectCloud {
        private final GcpDoor door =
                new GcpDoor(message -> published(() -> report(read(message))), loop::nanos);

        Gcp(VirtualLoop loop, long seed) {
            super(loop, seed);
        }

        @Override
        ShadowSource shadow() {
            return door.shadow();
        }

        @Override
        void greet() {
            tellDesired(desired);
        }

        @Override
        void tellDesired(ObjectNode patch) {
            CloudMessage message = message("/devices/t/config", desired);
            down(() -> door.accept(message));
        }
    }

    /** Differences in two shapes, of which one has a version. */
    private static final class Dash extends DialectCloud {
        private final DashDoor door = new DashDoor(this::called);
        private int shapes;

        Dash(VirtualLoop loop, long seed) {
            super(loop, seed);
        }

        @Override
        ShadowSource shadow() {
            return door.shadow();
        }

        private CompletionStage<ObjectNode> called(String method, ObjectNode params) {
            ObjectNode asked = params.deepCopy();
            return up(() -> serve(method, asked));
        }

        private ObjectNode serve(String method, ObjectNode params) {
            ObjectNode answer = Trees.empty();
            if (method.equals("Dash.Shadow.Get")) {
                ObjectNode state = answer.putObject("result");
                state.set("desired", desired.deepCopy());
                state.set("reported", reported.deepCopy());
                state.set("delta", Trees.delta(desired, reported));
            } else {
                report(Trees.merge(reported, (ObjectNode) params.path("state").path("reported")));
                answer.set("result", BooleanNode.TRUE);
            }
            return answer;
        }

        @Override
        void tellDesired(ObjectNode patch) {
            ObjectNode delta = Trees.delta(desired, reported);
            if (delta.isEmpty()) {
                return;
            }
            JsonNode params = delta;
            if (shapes++ % 2 == 0) {
                params = Trees.empty().put("version", version).set("state", delta);
            }
            JsonNode told = params.deepCopy();
            down(() -> door.delta(told));
        }
    }

    /** A command that is said once: what was lost comes again with the next connection. */
    private static final class Watson extends DialectCloud {
        private final WatsonDoor door;
        private ObjectNode last = Trees.empty(); // that has come

        Watson(VirtualLoop loop, long seed, Path folder) {
            super(loop, seed);
            door = new WatsonDoor(message -> published(() -> report(read(message))), folder);
        }

        @Override
        ShadowSource shadow() {
            return door.shadow();
        }

        @Override
        boolean reorders() {
            return false; // nothing tells which of two is the newer one
        }

        @Override
        void greet() {
            if (!last.equals(desired)) {
                tellDesired(desired);
            }
        }

        @Override
        void tellDesired(ObjectNode patch) {
            ObjectNode now = desired;
            down(
                    () -> {
                        last = now;
                        door.accept("shadow-update", now.toString().getBytes(UTF_8));
                    });
        }

        @Override
        public void close() {
            door.close();
        }
    }
}
