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

import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Emulators;
import ccm.sim.cloud.server.FaultRule.Step;
import ccm.sim.cloud.server.Journal;
import ccm.sim.cloud.watson.WatsonEmulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    CloudTarget(Emulator emulator) {
        this.emulator = emulator;
    }

    /** Starts the emulator of a cloud. */
    static CloudTarget start(String cloud, Path folder) throws IOException {
        Emulator emulator = Emulators.start(cloud, EmulatorOptions.in(folder));
        return switch (cloud) {
            case "azure" -> new AzureTarget((AzureEmulator) emulator);
            case "gcp" -> new GcpTarget((GcpEmulator) emulator);
            case "mdash" -> new MdashTarget((MdashEmulator) emulator);
            case "watson" -> new WatsonTarget((WatsonEmulator) emulator);
            default -> new AwsTarget((AwsEmulator) emulator);
        };
    }

    Emulator emulator() {
        return emulator;
    }

    Journal journal() {
        return emulator.server().journal();
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

    /**
     * True where nothing but its order says which of two wishes is newer: an MQTT server keeps the
     * order of a topic.
     */
    boolean keepsOrder(Place place) {
        return false;
    }

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

    /** True when that can be one record among others, which then comes behind them. */
    boolean refusesRecords() {
        return false;
    }

    /** The cloud itself refuses what is published or asked next, in its own words. */
    abstract void refuse();

    /** How the cloud makes gateways its own, if it can. */
    Optional<Newcomers> newcomers() {
        return Optional.empty();
    }

    /** What the cloud says when it does not know a credential. */
    int stranger() {
        return 5;
    }

    /**
     * The device gets another credential, and the gateway with it.
     *
     * @param number of the change, from 0
     */
    abstract void change(CloudSite site, int number) throws Exception;

    @Override
    public void close() {
        emulator.close();
    }

    /** Those of MQTT: what is published, also what is asked, and what is told. */
    static List<Place> mqtt(String records, List<String> asked, List<String> told) {
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
}
