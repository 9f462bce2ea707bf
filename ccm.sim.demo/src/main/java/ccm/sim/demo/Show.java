package ccm.sim.demo;

import ccm.api.config.ConfigTree;
import ccm.api.mqtt.MqttSessions;
import ccm.api.rpc.Rpc;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the demo from the moment the gateway is up until its time is over. As a service it takes the
 * simulated host's frames, which that bundle gives to whoever has the property {@code ccm.sim}.
 */
@Component(service = Consumer.class, immediate = true, property = "ccm.sim=host.frames")
public final class Show implements Consumer<String> {
    /** The framework property that ends the demo by itself; absent or 0 means never. */
    private static final String SECONDS = "ccm.demo.seconds";

    private static final Logger LOG = LoggerFactory.getLogger(Show.class);
    private static final long STOP_MILLIS = 2_000;

    private final BundleContext framework;
    private final Terminal terminal = new Terminal(System.out);
    private final Errand errand;
    private final ConfigTree tree;
    private final LocalCalls calls;
    private final Supplier<Tale> broker;
    private final Thread thread = new NamedThreads("ccm-sim-demo").newThread(this::play);

    @Activate
    public Show(
            @Reference MqttSessions sessions,
            @Reference ConfigTree tree,
            @Reference Rpc rpc,
            @Reference ConsoleCable cable,
            @Reference Errand errand,
            BundleContext framework) {
        this.framework = framework;
        this.errand = errand;
        Invitation invitation = new Invitation(framework, cable.userEnd());
        this.tree = tree;
        this.calls = new LocalCalls(rpc);
        this.broker = () -> new Story(sessions, tree, calls, terminal, invitation, errand);
    }

    @Activate
    void open() {
        thread.start();
    }

    @Deactivate
    void close() throws InterruptedException {
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }

    @Override
    public void accept(String frame) {
        terminal.show("host", frame.substring(0, 1).equals("<") ? "<-" : "->", frame.substring(2));
    }

    private Tale tale() throws InterruptedException, TimeoutException {
        String cloud = tree.masked().path("sim").path("cloud").path("name").asText();
        return cloud.isEmpty()
                ? broker.get()
                : new CloudStory(cloud, CloudControl.await(framework), calls, terminal, errand);
    }

    private void play() {
        String seconds = framework.getProperty(SECONDS);
        long limit = seconds == null ? 0 : Long.parseLong(seconds);
        try {
            if (limit == 0) {
                playOn();
            }
            Outcome outcome = tale().play(TimeUnit.SECONDS.toNanos(limit));
            end(outcome.whole() && errand.fulfilled() ? "0" : "1", outcome.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the gateway stops: so does the story
        } catch (Exception e) {
            LOG.error("demo: {}", e.getMessage(), e);
            end("1", "demo: failed: " + e.getMessage());
        }
    }

    /**
     * Plays until interrupted. Begins again when it broke off: any bundle may have been swapped.
     */
    private void playOn() throws InterruptedException {
        while (true) {
            try {
                tale().play(Long.MAX_VALUE);
            } catch (ExecutionException | TimeoutException | IOException e) {
                LOG.debug("demo: broke off", e);
                terminal.say("demo: begins again: " + e.getMessage());
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** The launcher makes these properties its exit status and its last line. */
    private void end(String status, String words) {
        System.setProperty("ccm.exit", status);
        System.setProperty("ccm.exit.text", words);
        try {
            framework
                    .getBundle(0)
                    .stop(); // returns at once, the framework stops on a thread of its own
        } catch (BundleException e) {
            LOG.error("demo: cannot stop the framework", e);
        }
    }
}
