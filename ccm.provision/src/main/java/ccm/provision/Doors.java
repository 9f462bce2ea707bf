package ccm.provision;

import ccm.api.provision.ProvisionChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens channels in the states that the vendor names for them, and closes them. For the engine's
 * thread; the channels are asked on another one, because opening may take a while.
 */
final class Doors {
    /** The name of the channel, and of the section of its network. */
    static final String ACCESS_POINT = "ap";

    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(10); // to see that all went well

    private final Timing timing;
    private final Executor slow;
    private final Map<ProvisionChannel, Door> doors = new HashMap<>();

    /** Whom a gateway lets in. */
    enum Guests {
        /** Nobody but who always may: one without a network waits before it lets people in. */
        NONE,
        /** Whoever comes, in the states that a channel has. */
        ANY,
        /** The same, and into the access point in any state: somebody asked for that. */
        CALLED
    }

    /** What is known of one channel. */
    private static final class Door {
        private boolean busy;
        private boolean tried;
        private long triedAt;
        private long openedAt;
        private boolean wasOpen;
        private boolean unwanted;
        private long unwantedAt;
        private String trouble = "";
    }

    /**
     * Makes them.
     *
     * @param slow one thread, for what takes a while
     */
    Doors(Timing timing, Executor slow) {
        this.timing = timing;
        this.slow = slow;
    }

    /**
     * Opens and closes what shall be.
     *
     * @param trying true to close nothing now: somebody waits for the end of a try
     */
    void look(
            List<ProvisionChannel> channels,
            Settings settings,
            Standing standing,
            Guests guests,
            boolean trying) {
        doors.keySet().retainAll(channels);
        for (ProvisionChannel channel : channels) {
            Door door = doors.computeIfAbsent(channel, any -> new Door());
            boolean open = channel.isOpen();
            if (open && !door.wasOpen) {
                door.openedAt = timing.nanos();
            }
            door.wasOpen = open;
            if (door.busy) {
                continue;
            }
            boolean due = isDue(channel.name(), settings, standing, guests);
            if (!due && !open) {
                door.openedAt = 0; // the next time has its own end
            }
            boolean wanted = due && !isOver(channel.name(), door, settings);
            if (!wanted && !door.unwanted || trying) {
                door.unwantedAt = timing.nanos();
            }
            door.unwanted = !wanted;
            if (wanted) {
                if (!open && (!door.tried || timing.passed(door.triedAt, AGAIN))) {
                    open(channel, door);
                }
            } else if (open && (!isSwitchedOn(channel.name(), settings) || isSeen(door))) {
                close(channel, door);
            } else if (!open && door.tried) {
                close(channel, door); // it may be at work still to get open
            }
        }
    }

    /** Closes all, at the end. */
    void closeAll() {
        doors.forEach(
                (channel, door) -> {
                    if (door.tried || channel.isOpen()) {
                        slow.execute(() -> shut(channel));
                    }
                });
    }

    /** The person who set the gateway up had the time to see that all went well. */
    private boolean isSeen(Door door) {
        return timing.passed(door.unwantedAt, LINGER);
    }

    private boolean isDue(String name, Settings settings, Standing standing, Guests guests) {
        List<String> states = states(settings.channel(name).states());
        boolean always = states.contains(String.valueOf(Standing.CLOUD));
        boolean welcome =
                states.contains(String.valueOf(standing.state()))
                        && (always || guests != Guests.NONE && !standing.stable());
        return isSwitchedOn(name, settings)
                && (welcome || guests == Guests.CALLED && name.equals(ACCESS_POINT));
    }

    private static boolean isSwitchedOn(String name, Settings settings) {
        return settings.channel(name).enable()
                && (!name.equals(ACCESS_POINT) || settings.accessPoint().enable());
    }

    private boolean isOver(String name, Door door, Settings settings) {
        int seconds = settings.accessPoint().disable__after();
        return name.equals(ACCESS_POINT)
                && seconds > 0
                && door.openedAt != 0
                && timing.passed(door.openedAt, Duration.ofSeconds(seconds));
    }

    private static List<String> states(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    private void open(ProvisionChannel channel, Door door) {
        door.busy = true;
        door.tried = true;
        door.triedAt = timing.nanos();
        slow.execute(
                () -> {
                    try {
                        channel.open();
                    } catch (RuntimeException | LinkageError e) {
                        LOG.error("{}: cannot be opened", channel.name(), e);
                    }
                    timing.run(() -> opened(channel, door));
                });
    }

    private void opened(ProvisionChannel channel, Door door) {
        door.busy = false;
        String trouble = channel.trouble().orElse("");
        if (channel.isOpen()) {
            LOG.info("{}: open for provisioning", channel.name());
        } else if (!trouble.equals(door.trouble)) {
            LOG.warn("{}: not open, tried again: {}", channel.name(), trouble);
        }
        door.trouble = trouble;
    }

    private void close(ProvisionChannel channel, Door door) {
        door.busy = true;
        door.tried = false;
        slow.execute(
                () -> {
                    shut(channel);
                    timing.run(() -> door.busy = false);
                });
    }

    private static void shut(ProvisionChannel channel) {
        try {
            boolean open = channel.isOpen();
            channel.close();
            if (open) {
                LOG.info("{}: closed", channel.name());
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{}: cannot be closed", channel.name(), e);
        }
    }
}
