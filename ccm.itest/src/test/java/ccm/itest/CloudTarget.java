package ccm.itest;

import static ccm.sim.cloud.server.FaultRule.Step.ACCEPT;
import static ccm.sim.cloud.server.FaultRule.Step.ACK;
import static ccm.sim.cloud.server.FaultRule.Step.CONNACK;
import static ccm.sim.cloud.server.FaultRule.Step.CONNECT;
import static ccm.sim.cloud.server.FaultRule.Step.PUBACK;
import static ccm.sim.cloud.server.FaultRule.Step.PUBLISH;
import static ccm.sim.cloud.server.FaultRule.Step.SEND;
import static ccm.sim.cloud.server.FaultRule.Step.SUBACK;
import static ccm.sim.cloud.server.FaultRule.Step.SUBSCRIBE;
import static ccm.sim.cloud.server.FaultRule.Step.TLS;

import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Emulators;
import ccm.sim.cloud.server.FaultRule.Step;
import ccm.sim.cloud.server.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The emulator of a cloud as the campaigns of faults see it: what came to it, and the steps of its
 * protocol at which something can go wrong.
 */
abstract class CloudTarget implements AutoCloseable {
    private final Emulator emulator;
    private long journalled;
    private long logins;

    /** A record of the host as it came. */
    record Came(String topic, int number) {}

    /**
     * A step of the protocol.
     *
     * @param topic a filter; empty for all
     * @param once true when it happens once a connection, and so needs a new one
     * @param web true when it is a step of HTTP
     */
    record Place(Step step, String topic, boolean once, boolean web) {
        Place(Step step, String topic, boolean once) {
            this(step, topic, once, false);
        }

        @Override
        public String toString() {
            return step + (topic.isEmpty() ? "" : " " + topic);
        }
    }

    private CloudTarget(Emulator emulator) {
        this.emulator = emulator;
    }

    /** Starts the emulator of a cloud. */
    static CloudTarget start(String cloud, Path folder) throws IOException {
        Emulator emulator = Emulators.start(cloud, EmulatorOptions.in(folder));
        return switch (cloud) {
            case "azure" -> new Azure((AzureEmulator) emulator);
            case "gcp" -> new Gcp((GcpEmulator) emulator);
            case "mdash" -> new Mdash((MdashEmulator) emulator);
            default -> new Aws(emulator);
        };
    }

    Emulator emulator() {
        return emulator;
    }

    /** The product that has this cloud. */
    String sku() {
        return emulator.name();
    }

    /** The section of its settings, which is also its name in {@code Cloud.Status}. */
    String section() {
        return emulator.name();
    }

    /** What came since this was asked the last time, oldest first. */
    abstract List<Came> came();

    /** Where something can go wrong. */
    abstract List<Place> places();

    /** How many records a run publishes: few where the cloud takes few a second. */
    int records() {
        return 4;
    }

    /** How many of so many runs it takes in the same time as others do. */
    int runs(int all) {
        return all;
    }

    /** How often a device asked to come in so far. */
    long logins() {
        for (Journal.Event each : emulator.server().journal().since(journalled)) {
            journalled = each.number();
            if (each.kind().equals("connect") || each.kind().equals("refuse")) {
                logins++;
            }
        }
        return logins;
    }

    /** The cloud itself refuses what is published or asked next, in its own words. */
    abstract void refuse();

    @Override
    public void close() {
        emulator.close();
    }

    private static List<Place> mqtt(String records, List<String> asked, List<String> told) {
        List<Place> all = new ArrayList<>();
        for (Step step : List.of(ACCEPT, TLS, CONNECT, CONNACK, SUBSCRIBE, SUBACK)) {
            all.add(new Place(step, "", true));
        }
        Stream.concat(Stream.of(records), asked.stream())
                .forEach(
                        topic -> {
                            all.add(new Place(PUBLISH, topic, false));
                            all.add(new Place(PUBACK, topic, false));
                        });
        told.forEach(topic -> all.add(new Place(SEND, topic, false)));
        all.add(new Place(ACK, "", false));
        return all;
    }

    private static final class Azure extends CloudTarget {
        private final AzureEmulator hub;
        private long seen;

        Azure(AzureEmulator hub) {
            super(hub);
            this.hub = hub;
        }

        @Override
        List<Came> came() {
            return hub.telemetry(seen).stream()
                    .map(
                            each -> {
                                seen = each.number();
                                return new Came(
                                        each.properties().get("topic"),
                                        Integer.parseInt(each.text()));
                            })
                    .toList();
        }

        @Override
        List<Place> places() {
            String twin = "$iothub/twin/";
            return mqtt(
                    "devices/+/messages/events/#",
                    List.of(twin + "GET/#", twin + "PATCH/properties/reported/#"),
                    List.of(twin + "res/#", twin + "PATCH/properties/desired/#"));
        }

        @Override
        void refuse() {
            hub.refuseTwins(1, 429, 1);
        }
    }

    private static final class Gcp extends CloudTarget {
        private static final int FEW = 100;

        private final GcpEmulator cloud;
        private long seen;

        Gcp(GcpEmulator cloud) {
            super(cloud);
            this.cloud = cloud;
        }

        @Override
        List<Came> came() {
            return cloud.events(seen).stream()
                    .map(
                            each -> {
                                seen = each.number();
                                return new Came(each.folder(), Integer.parseInt(each.text()));
                            })
                    .toList();
        }

        @Override
        List<Place> places() {
            return mqtt(
                    "/devices/+/events/#",
                    List.of("/devices/+/state"),
                    List.of("/devices/+/config"));
        }

        /** The cloud takes one state a second. */
        @Override
        int runs(int all) {
            return all > FEW ? all : all / 2;
        }

        @Override
        void refuse() {
            cloud.server().faults().add("refuse=3@connect,times=1");
        }
    }

    private static final class Aws extends CloudTarget {
        private long seen;

        Aws(Emulator emulator) {
            super(emulator);
        }

        @Override
        List<Came> came() {
            List<Came> all = new ArrayList<>();
            for (Journal.Event each : emulator().server().journal().since(seen)) {
                seen = each.number();
                if (each.kind().equals("in") && each.what().startsWith("t/")) {
                    all.add(new Came(each.what(), Integer.parseInt(each.text())));
                }
            }
            return all;
        }

        @Override
        List<Place> places() {
            String shadow = "$aws/things/+/shadow/";
            return mqtt(
                    "t/+",
                    List.of(shadow + "get", shadow + "update"),
                    List.of(shadow + "get/+", shadow + "update/accepted", shadow + "update/delta"));
        }

        @Override
        void refuse() {
            ((ccm.sim.cloud.aws.AwsEmulator) emulator()).throttle(1);
        }
    }

    private static final class Mdash extends CloudTarget {
        private final MdashEmulator dash;
        private int seen;

        Mdash(MdashEmulator dash) {
            super(dash);
            this.dash = dash;
        }

        @Override
        String section() {
            return "dash";
        }

        @Override
        int records() {
            return 3;
        }

        @Override
        List<Came> came() {
            var all = dash.published();
            var fresh = all.subList(seen, all.size());
            seen = all.size();
            return fresh.stream()
                    .map(
                            each ->
                                    new Came(
                                            each.path("topic").asText(),
                                            each.path("message").asInt()))
                    .toList();
        }

        @Override
        List<Place> places() {
            return List.of(
                    new Place(ACCEPT, "", true),
                    new Place(TLS, "", true),
                    new Place(CONNECT, "", true, true),
                    new Place(PUBLISH, "Dash.Heartbeat", true),
                    new Place(PUBLISH, "Dash.Shadow.Get", true),
                    new Place(PUBLISH, "Dash.Shadow.Update", false),
                    new Place(PUBLISH, "MQTT.Pub", false),
                    new Place(SEND, "Shadow.Delta", false),
                    new Place(SEND, "", false));
        }

        @Override
        void refuse() {
            dash.throttle(1);
        }
    }
}
