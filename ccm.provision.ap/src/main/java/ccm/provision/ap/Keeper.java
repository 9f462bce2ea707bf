package ccm.provision.ap;

import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.Provisioning;
import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiState.Phase;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the network and the server in it open while they are wanted. One thread does that, from
 * {@link #open} to {@link #close}; it looks again when the radio comes or goes, and from time to
 * time.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration FIRST = Duration.ofSeconds(10); // open() returns by then
    private static final Duration RADIO = Duration.ofSeconds(30);
    private static final Duration LAST = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(10); // the page has last words
    private static final Duration QUIET = Duration.ofSeconds(5); // between two looks
    private static final String FAILED = "it failed: ";
    private static final long SOONEST = 1;
    private static final long LATEST = 30; // seconds from one attempt to the next

    private final Services services;
    private final NetworkSettings settings;
    private final Supplier<Door> doors;
    private volatile Run run; // null while closed; set by whoever opens and closes
    private volatile String closed = ""; // why it is not open although it was asked to be

    Keeper(Services services, NetworkSettings settings, Supplier<Door> doors) {
        this.services = services;
        this.settings = settings;
        this.doors = doors;
    }

    /** Returns when it is open, or cannot be yet. */
    synchronized void open() {
        if (!settings.enabled()) {
            closed = "the access point is switched off. Set wifi.ap.enable to true to use it";
            return;
        }
        if (run == null) {
            closed = "";
            run = new Run();
            run.begin();
        }
    }

    synchronized void close() {
        Run ending = run;
        run = null;
        closed = "";
        if (ending != null) {
            ending.end();
        }
    }

    /** Something has changed. */
    void look() {
        Run current = run;
        if (current != null) {
            current.looks.release();
        }
    }

    boolean isOpen() {
        Run current = run;
        return current != null && current.open;
    }

    Optional<String> trouble() {
        Run current = run;
        String text = current == null ? closed : current.trouble;
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** From one opening to its closing. */
    private final class Run implements Runnable {
        private final Thread thread = new NamedThreads("ccm-provision-ap").newThread(this);
        private final CountDownLatch tried = new CountDownLatch(1);
        private final Semaphore looks = new Semaphore(0);
        private volatile boolean ending;
        private volatile boolean open;
        private volatile String trouble = "";
        private WifiAccessPoint network; // this and the rest: touched by the thread alone
        private Door door;
        private Wifi radio; // the one that was asked to open the network; null for none
        private boolean opened; // at least once

        void begin() {
            thread.start();
            try {
                tried.await(FIRST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            ending = true;
            thread.interrupt();
            try {
                thread.join(END.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            long pause = SOONEST;
            try {
                while (!ending) {
                    boolean fine = attempt();
                    tried.countDown();
                    pause = fine ? SOONEST : Math.min(2 * pause, LATEST);
                    looks.tryAcquire(fine ? QUIET.toSeconds() : pause, TimeUnit.SECONDS);
                    looks.drainPermits();
                }
                LOG.debug("provision.ap: its keeper ends");
            } catch (InterruptedException e) {
                LOG.debug("provision.ap: interrupted, for it is being closed");
            } finally {
                tried.countDown();
                shut();
            }
        }

        /** True when all is as it should be. */
        private boolean attempt() throws InterruptedException {
            try {
                network = settings.network();
                keepNetwork();
                keepDoor();
                if (!open) {
                    LOG.info("provision.ap: open: network {}", network.ssid());
                }
                open = true;
                trouble = "";
                return true;
            } catch (Unavailable | IllegalArgumentException e) { // the latter: a setting is wrong
                open = false;
                if (!e.getMessage().equals(trouble)) {
                    LOG.debug("provision.ap: {}", e.getMessage()); // the engine tells people
                    trouble = e.getMessage();
                }
                return false;
            } catch (RuntimeException e) { // of a radio or of Jetty: nobody else would try again
                open = false;
                if (!trouble.startsWith(FAILED)) {
                    LOG.error("provision.ap: it failed, and is tried again", e);
                }
                trouble = FAILED + e + ". The log has more";
                return false;
            }
        }

        private void keepNetwork() throws InterruptedException, Unavailable {
            Optional<Wifi> now = services.wifi();
            if (now.isEmpty()) {
                radio = null;
                throw new Unavailable(
                        "no WiFi radio is there. Is its adapter plugged in, and NetworkManager or"
                                + " wpa_supplicant running?");
            }
            Wifi wifi = now.get();
            if (wifi.accessPoint().filter(network::equals).isPresent()
                    || opened && isBusy(wifi)) { // a try closes it, and opens it again
                radio = wifi;
                return;
            }
            radio = wifi;
            try {
                wifi.open(network).toCompletableFuture().get(RADIO.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new Unavailable(
                        "network "
                                + network.ssid()
                                + " cannot be opened: "
                                + e.getCause().getMessage());
            } catch (TimeoutException e) {
                throw new Unavailable(
                        "network "
                                + network.ssid()
                                + " cannot be opened: no answer of "
                                + wifi.runner()
                                + " within "
                                + RADIO.toSeconds()
                                + " s");
            }
            opened = true;
        }

        /** True while the radio does something that an access point would cut. */
        private boolean isBusy(Wifi wifi) {
            if (isTrying()) {
                return true;
            }
            Phase phase = wifi.state().phase(); // behind the try: it is joined before that is over
            return phase == Phase.CONNECTING || phase == Phase.CONNECTED || phase == Phase.GOT_IP;
        }

        private void keepDoor() throws Unavailable {
            if (door != null) {
                return;
            }
            Door made = doors.get();
            try {
                String url = made.open();
                door = made;
                LOG.info("provision.ap: serves {}", url);
            } catch (IOException e) {
                throw new Unavailable("the page cannot be served: " + e.getMessage());
            }
        }

        private boolean isTrying() {
            return services.provisioning()
                    .map(Provisioning::status)
                    .flatMap(ProvisionStatus::attempt)
                    .filter(attempt -> !attempt.over())
                    .isPresent();
        }

        private void shut() {
            open = false;
            boolean unused = Thread.interrupted(); // what follows has limits of its own
            if (door != null) {
                door.close();
                door = null;
            }
            if (radio != null) {
                closeNetwork(radio);
                radio = null;
            }
            LOG.info("provision.ap: closed");
        }

        private void closeNetwork(Wifi wifi) {
            try {
                wifi.close().toCompletableFuture().get(LAST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn(
                        "provision.ap: network {} is not closed yet: {}",
                        network.ssid(),
                        e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Not now; the message says why, for people. */
    private static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String message) {
            super(message);
        }
    }
}
