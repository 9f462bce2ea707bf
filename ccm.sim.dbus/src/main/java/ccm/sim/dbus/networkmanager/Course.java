package ccm.sim.dbus.networkmanager;

import ccm.sim.dbus.bus.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How an activation goes, state by state, on the thread of {@link Turn}. */
final class Course {
    // reasons of a device's state
    static final int REMOVED = 36;
    static final int PROFILE_REMOVED = 38;
    static final int USER_REQUESTED = 39;
    static final int NOT_FOUND = 53;
    // and of an active connection's
    static final int DEVICE_DISCONNECTED = 3;
    static final int USER_DISCONNECTED = 2;

    private static final int CONFIG_FAILED = 5;
    private static final int NO_SECRETS = 7;
    private static final int SUPPLICANT_DISCONNECT = 8;
    private static final int NEW_ACTIVATION = 60;
    private static final Duration PACE = Duration.ofMillis(2);

    private final SimulatedSystem system;
    private int refusals; // of access points, still to come
    private int refusal;
    private boolean deaf;
    private Duration pace = PACE;

    Course(SimulatedSystem system) {
        this.system = system;
    }

    void refuse(int times, int reason) {
        refusals = times;
        refusal = reason;
    }

    void hang() {
        deaf = true;
    }

    void pace(Duration each) {
        pace = each;
    }

    ActiveProfile activate(SimulatedProfile profile, SimulatedDevice device) {
        if (device.state() == SimulatedDevice.UNAVAILABLE) {
            throw new IllegalStateException("The device is not available");
        }
        device.active().ifPresent(now -> end(device, NEW_ACTIVATION, DEVICE_DISCONNECTED));
        ActiveProfile made = system.activation(profile, device);
        int number = device.begin(made);
        if (!deaf) {
            List<int[]> steps = new ArrayList<>(List.of(new int[] {40, 0}, new int[] {50, 0}));
            later(device, number, () -> play(made, number, steps));
        }
        return made;
    }

    private void play(ActiveProfile made, int number, List<int[]> steps) {
        SimulatedDevice device = made.device();
        if (steps.isEmpty()) {
            decide(made, number);
            return;
        }
        int[] step = steps.get(0);
        device.enter(step[0], step[1]);
        if (step[0] == SimulatedDevice.ACTIVATED) {
            system.addressed(device, made.profile().ssid());
            made.enter(ActiveProfile.ACTIVATED, 1);
        } else if (step[0] == SimulatedDevice.FAILED) {
            fallen(device);
        } else {
            later(device, number, () -> play(made, number, steps.subList(1, steps.size())));
        }
    }

    /** What happens when the radio has called for the network. */
    private void decide(ActiveProfile made, int number) {
        SimulatedDevice device = made.device();
        SimulatedProfile profile = made.profile();
        if (profile.accessPoint()) {
            if (refusals > 0) {
                refusals--;
                play(made, number, failing(refusal));
            } else {
                play(made, number, passing());
            }
            return;
        }
        SimulatedNetwork network = system.networks.get(SimulatedSystem.key(profile.ssid()));
        if (network == null || network.isHidden() && !Boolean.TRUE.equals(hidden(profile))) {
            play(made, number, failing(NOT_FOUND));
            return;
        }
        system.turn.later(
                network.delay().toMillis(),
                () -> {
                    if (device.isCurrent(number)) {
                        answer(made, number, network);
                    }
                });
    }

    private void answer(ActiveProfile made, int number, SimulatedNetwork network) {
        if (network.refusal() != 0) {
            play(made, number, failing(network.refusal()));
        } else if (!network.letsIn(made.profile().settings())) {
            List<int[]> steps = new ArrayList<>();
            steps.add(new int[] {SimulatedDevice.NEED_AUTH, SUPPLICANT_DISCONNECT});
            steps.addAll(failing(NO_SECRETS));
            play(made, number, steps);
        } else if (!network.givesAddresses()) {
            List<int[]> steps = new ArrayList<>();
            steps.add(new int[] {SimulatedDevice.IP_CONFIG, 0});
            steps.addAll(failing(CONFIG_FAILED));
            play(made, number, steps);
        } else {
            play(made, number, passing());
        }
    }

    private static List<int[]> passing() {
        List<int[]> steps = new ArrayList<>();
        for (int state :
                new int[] {
                    SimulatedDevice.NEED_AUTH,
                    SimulatedDevice.PREPARE,
                    SimulatedDevice.CONFIG,
                    SimulatedDevice.IP_CONFIG,
                    SimulatedDevice.IP_CHECK,
                    SimulatedDevice.SECONDARIES,
                    SimulatedDevice.ACTIVATED
                }) {
            steps.add(new int[] {state, 0});
        }
        return steps;
    }

    private static List<int[]> failing(int reason) {
        return List.of(new int[] {SimulatedDevice.FAILED, reason});
    }

    private static Object hidden(SimulatedProfile profile) {
        return profile.setting("802-11-wireless", "hidden");
    }

    /** Fails something in use. */
    void fail(SimulatedDevice device, int reason) {
        device.enter(SimulatedDevice.FAILED, reason);
        fallen(device);
    }

    /** The failed state passes in an instant, and leaves no trace. */
    private void fallen(SimulatedDevice device) {
        device.active().ifPresent(now -> gone(now, DEVICE_DISCONNECTED));
        device.clear();
        device.enter(SimulatedDevice.DISCONNECTED, 0);
    }

    void end(SimulatedDevice device, int reason, int activeReason) {
        if (device.active().isEmpty()) {
            return;
        }
        device.active().ifPresent(now -> now.enter(ActiveProfile.DEACTIVATING, activeReason));
        device.enter(SimulatedDevice.DEACTIVATING, reason);
        device.active().ifPresent(now -> gone(now, activeReason));
        device.clear();
        device.enter(SimulatedDevice.DISCONNECTED, reason);
    }

    private void gone(ActiveProfile now, int reason) {
        now.enter(ActiveProfile.DEACTIVATED, reason);
        system.hide(now);
    }

    void later(SimulatedDevice device, int number, Runnable job) {
        system.turn.later(
                pace.toMillis(),
                () -> {
                    if (!system.isAway() && (number == 0 || device.isCurrent(number))) {
                        job.run();
                    }
                });
    }
}
