package ccm.provision;

import ccm.api.config.ConfigTree;
import ccm.api.device.Device;
import ccm.api.provision.ProvisionStatus;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.api.wifi.Wifi;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second at all there is, and does what is due. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PRESENCE = Duration.ofMinutes(2); // a person is still there
    private static final String RESET = "Config.FactoryReset";

    private final Timing timing;
    private final Services services;
    private final Radio radio;
    private final Core core;
    private final Sections sections;
    private final SavedStations stations;
    private final StationKeeper keeper;
    private final Tries tries;
    private final StateMachine machine;
    private final Doors doors;
    private final Deadline deadline;
    private final Panel panel;
    private final News news = new News();
    private volatile Settings settings;
    private volatile Standing standing = Standing.UNKNOWN;
    private volatile long lastCall;
    private long networkAt; // when there was one last
    private Set<String> withoutEffect = Set.of();
    private boolean called; // somebody held the button of the access point at the start
    private boolean ended;

    /** The parts of the core that the engine needs. */
    record Core(ConfigTree tree, Rpc rpc, Device device) {}

    /**
     * Makes it.
     *
     * @param slow one thread, for channels
     */
    Engine(Timing timing, Services services, Core core, Sections sections, Executor slow) {
        this.timing = timing;
        this.services = services;
        radio = new Radio(timing, services);
        this.core = core;
        this.sections = sections;
        settings = new Settings(sections, core.device());
        stations = new SavedStations(core.tree());
        stations.take(settings);
        keeper =
                new StationKeeper(
                        timing,
                        services,
                        () -> called ? List.of() : stations.enabled(),
                        () -> StationKeeper.limit(settings.wifi().sta__connect__timeout()),
                        () -> ThreadLocalRandom.current().nextDouble());
        tries =
                new Tries(
                        timing,
                        services,
                        radio,
                        core.tree(),
                        keeper,
                        () -> Duration.ofSeconds(settings.provision().try__s()),
                        events());
        machine = new StateMachine(timing, services, keeper, core.tree());
        doors = new Doors(timing, slow);
        deadline = new Deadline(timing, core.tree(), () -> factoryReset("provision.timeout"));
        panel = new Panel(timing, services, presses());
        lastCall = timing.nanos() - PRESENCE.toNanos();
        networkAt = timing.nanos();
    }

    void open() {
        timing.run(this::tellWithoutEffect);
        timing.run(this::tick);
    }

    /** Lets go of what it holds; runs on the engine's thread. */
    void close() {
        ended = true;
        tries.close();
        panel.close();
        doors.closeAll();
    }

    /** Somebody changed settings. */
    void changed() {
        timing.run(
                () -> {
                    reread();
                    look();
                });
    }

    /** Something came or went. */
    void nudge() {
        timing.run(this::look);
    }

    ProvisionStatus status() {
        Standing now = standing;
        return new ProvisionStatus(
                now.state(), now.maxState(), now.stable(), now.text(), tries.last());
    }

    Settings settings() {
        return settings;
    }

    /** The networks to join. */
    List<Station> stations() {
        return stations.enabled();
    }

    Services services() {
        return services;
    }

    Core core() {
        return core;
    }

    Tries tries() {
        return tries;
    }

    /**
     * Hands the radio over, on the engine's thread, once it is there; empty when there is none.
     *
     * @return false when the engine has ended, and nothing is handed over
     */
    boolean withRadio(Consumer<Optional<Wifi>> job) {
        return timing.run(() -> radio.then(job));
    }

    /** Its clocks. */
    Timing timing() {
        return timing;
    }

    /** Does something on the engine's thread; false when that has ended. */
    boolean run(Runnable job) {
        return timing.run(job);
    }

    /** A person did something just now. */
    void somebodyIsThere() {
        lastCall = timing.nanos();
    }

    /** Joins other networks than those that are set, until they change or the next start. */
    void temporarily(List<Station> stations) {
        timing.run(
                () -> {
                    keeper.temporarily(stations);
                    look();
                });
    }

    private void tick() {
        if (!ended) {
            timing.after(TICK, this::tick); // first: whatever a foreign plugin throws
            look();
        }
    }

    private void look() {
        if (ended) {
            return;
        }
        if (stations.isWaiting()) {
            reread(); // saving alone is nothing that anybody tells
        }
        radio.look();
        keeper.look(!timing.passed(lastCall, PRESENCE));
        if (keeper.tookLeave() && !called) {
            machine.forget(settings.provision());
        }
        Standing now = machine.look(settings.provision());
        if (called && now.state() == Standing.NEW) {
            now = now.saying("Open to be set up, as its button was held at the start.");
        }
        if (now.state() != standing.state() || standing == Standing.UNKNOWN) {
            LOG.info("provisioning: state {}: {}", now.state(), now.text());
        }
        standing = now;
        if (now.state() >= Standing.CONNECTED) {
            networkAt = timing.nanos();
        }
        boolean trying = tries.last().filter(attempt -> !attempt.over()).isPresent();
        doors.look(services.channels(), settings, now, guests(now), trying);
        if (called) {
            deadline.stop();
        } else {
            deadline.look(now, settings.provision().timeout(), services.leadsOutWithoutWifi());
        }
        panel.look(now, settings);
        news.tell(services.watchers(), status());
    }

    private Tries.Events events() {
        return new Tries.Events() {
            @Override
            public void onKept(Station station) {
                called = false;
                stations.take(station);
            }

            @Override
            public void onSettings() {
                reread();
            }

            @Override
            public void onAttempt() {
                news.tell(services.watchers(), status());
            }
        };
    }

    /** One that was in service is not open to everybody as soon as its router starts anew. */
    private Doors.Guests guests(Standing now) {
        if (called) {
            return Doors.Guests.CALLED;
        }
        int seconds = settings.provision().reopen__after__s();
        boolean any =
                now.proven()
                        ? seconds > 0 && timing.passed(networkAt, Duration.ofSeconds(seconds))
                        : keeper.isAtAnEnd();
        return any ? Doors.Guests.ANY : Doors.Guests.NONE;
    }

    private Panel.Presses presses() {
        return new Panel.Presses() {
            @Override
            public void reset(String by) {
                factoryReset(by);
            }

            @Override
            public void open() {
                called = true;
                keeper.asSet();
            }
        };
    }

    private void reread() {
        List<Station> before = stations.enabled();
        settings = new Settings(sections, core.device());
        tellWithoutEffect();
        stations.take(settings);
        if (!stations.enabled().equals(before)) {
            called = false;
            keeper.asSet();
        }
    }

    private void tellWithoutEffect() {
        Set<String> now = settings.withoutEffect();
        if (!now.equals(withoutEffect) && !now.isEmpty()) {
            LOG.warn("{}: set, and without effect: the system's WiFi service decides there", now);
        }
        withoutEffect = now;
    }

    private void factoryReset(String by) {
        RpcCall call =
                new RpcCall(
                        RESET,
                        MissingNode.getInstance(),
                        new RpcPeer("provisioning", by, RpcPeer.Zone.LOCAL),
                        false);
        try {
            services.reset()
                    .orElseThrow(() -> RpcException.limit(RESET + ": is not there now"))
                    .call(call)
                    .whenComplete(
                            (done, e) -> {
                                if (e != null) {
                                    resetFailed(e);
                                }
                            });
        } catch (RpcException e) {
            resetFailed(e);
        }
    }

    private void resetFailed(Throwable e) {
        LOG.error("provisioning: the reset failed: {}", e.getMessage());
        timing.run(
                () -> {
                    panel.again();
                    deadline.again();
                });
    }
}
