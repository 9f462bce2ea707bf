package ccm.sim.host;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.sim.host.rom.BoardedHost;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.NewFirmware;
import ccm.sim.host.rom.SimChip;
import ccm.sim.host.rom.SimFirmware;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The simulated host inside the demo: publishes numbered messages and counts what comes. */
@Component(
        service = Scenario.class,
        configurationPid = "ccm.sim.host",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = Scenario.Config.class)
public final class Scenario {
    private static final String DATA = "${data}/";
    private static final int WINDOW = 8;
    private static final String BUNDLE = "fw.zip"; // in the data folder: to be tried
    private static final int NEW_BYTES = 8 * 1024;
    private static final int FIRMWARE_BYTES = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The settings of {@code sim.host}. */
    @ObjectClassDefinition(
            name = "CCM simulated host",
            description = "A host microcontroller that is not there.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Run the simulated host.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Generation",
                description = "The generation of the mjson library that the host behaves like.",
                options = {
                    @Option(label = "A", value = "A"),
                    @Option(label = "B", value = "B"),
                    @Option(label = "C", value = "C"),
                    @Option(label = "D", value = "D"),
                    @Option(label = "E", value = "E")
                })
        String mjson() default "B";

        @AttributeDefinition(
                name = "Link",
                description =
                        "Symbolic link to make to the host's device. ${data}/ at its start is the"
                                + " data folder. Empty: none.")
        String link() default "${data}/host";

        @AttributeDefinition(
                name = "Topic to publish to",
                description = "Where the numbered messages go. Empty: none are published.")
        String pub__topic() default "demo/host";

        @AttributeDefinition(
                name = "Interval",
                description = "Milliseconds from one message to the next.",
                min = "1",
                max = "3600000")
        int pub__interval__ms() default 500;

        @AttributeDefinition(
                name = "QoS",
                description = "Quality of service of the messages.",
                min = "0",
                max = "1")
        int pub__qos() default 1;

        @AttributeDefinition(
                name = "Style",
                description = "How a message is sent.",
                options = {
                    @Option(label = "notification, without an answer", value = "notification"),
                    @Option(label = "call, repeated until it is answered", value = "call"),
                    @Option(label = "call with an idempotence key", value = "idem"),
                    @Option(label = "as the shipped test firmware", value = "sloppy")
                })
        String pub__style() default "idem";

        @AttributeDefinition(
                name = "Topics to subscribe to",
                description = "A filter; subscribed whenever the gateway starts. Empty: none.")
        String sub__topic() default "demo/command";

        @AttributeDefinition(name = "Publish at once", description = "Do not wait for Sim.Start.")
        boolean pub__start() default false;

        @AttributeDefinition(
                name = "Chip",
                description =
                        "The part that the host is, as f103; its pins are the socket with the"
                                + " link's name and .pins. Empty: a host whose firmware cannot be"
                                + " changed.")
        String chip() default "f103";

        @AttributeDefinition(
                name = "Slowness",
                description =
                        "How slow line and flash are while firmware is written: 1 as real ones, 0"
                                + " without any waiting.",
                min = "0",
                max = "10")
        double slowness() default 1;

        @AttributeDefinition(name = "Checksums", description = "Send a CRC-32 with each frame.")
        boolean crc() default false;
    }

    /** Who watches the frames; told of each with its direction in front. */
    @Reference(
            cardinality = MULTIPLE,
            policy = DYNAMIC,
            policyOption = GREEDY,
            target = "(ccm.sim=host.frames)")
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    private final Optional<BoardedHost> board;
    private final Optional<SimHost> host;
    private final Optional<Publisher> publisher;
    private final Optional<TapeReader> reader;
    private final String device;

    @Activate
    public Scenario(BundleContext context, Config config) throws IOException {
        this(Optional.ofNullable(context.getProperty("ccm.data")), config);
    }

    Scenario(Optional<String> data, Config config) throws IOException {
        if (!config.enable()) {
            host = Optional.empty();
            publisher = Optional.empty();
            reader = Optional.empty();
            board = Optional.empty();
            device = "";
            return;
        }
        Optional<Path> link = link(config.link(), data);
        PtyLine line = new PtyLine(link);
        device = line.device();
        board = board(config, line, link);
        if (board.isPresent() && data.isPresent()) {
            NewFirmware.write(Path.of(data.get()).resolve(BUNDLE), NEW_BYTES, "2.0");
        }
        HostLine end = board.isPresent() ? board.get().line() : line;
        SimHost made =
                new SimHost(new SmallWrites(end), Generation.valueOf(config.mjson()), config.crc());
        host = Optional.of(made);
        publisher = Optional.of(new Publisher(made, plan(config), config.sub__topic()));
        publisher.get().publish(config.pub__start());
        reader = Optional.of(new TapeReader(made.tape(), this::tell));
    }

    @Activate
    void open() {
        reader.ifPresent(TapeReader::open);
        board.ifPresent(one -> one.open(host.orElseThrow()));
        host.ifPresent(SimHost::open);
        publisher.ifPresent(Publisher::open);
    }

    @Deactivate
    void close() throws IOException {
        host.ifPresent(SimHost::close); // first: the publisher may be waiting to write
        publisher.ifPresent(Publisher::close);
        reader.ifPresent(TapeReader::close);
        if (board.isPresent()) {
            board.get().close();
        }
    }

    Optional<SimHost> host() {
        return host;
    }

    Optional<Publisher> publisher() {
        return publisher;
    }

    Optional<BoardedHost> board() {
        return board;
    }

    String device() {
        return device;
    }

    private void tell(String frame) {
        watchers.forEach(watcher -> watcher.accept(frame));
    }

    private static Plan plan(Config config) {
        return new Plan(
                config.pub__topic(),
                config.pub__qos(),
                Plan.Style.valueOf(config.pub__style().toUpperCase(Locale.ROOT)),
                Duration.ofMillis(config.pub__interval__ms()),
                WINDOW,
                0,
                PATIENCE);
    }

    private static Optional<BoardedHost> board(Config config, PtyLine line, Optional<Path> link)
            throws IOException {
        if (config.chip().isEmpty()) {
            return Optional.empty();
        }
        SimChip chip = new SimChip(ChipModel.of(config.chip()));
        chip.load(0, SimFirmware.image(FIRMWARE_BYTES, "1.0", false, 1));
        Optional<Path> pins = link.map(BoardedHost::pinsOf);
        return Optional.of(new BoardedHost(chip, line, pins, config.slowness(), 0));
    }

    private static Optional<Path> link(String link, Optional<String> data) {
        if (link.startsWith(DATA)) {
            return data.map(folder -> Path.of(folder).resolve(link.substring(DATA.length())));
        }
        return link.isEmpty() ? Optional.empty() : Optional.of(Path.of(link));
    }
}
