package ccm.sim.demo;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateListener;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.host.Host;
import ccm.api.host.HostListener;
import ccm.api.host.HostState;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * With {@code --ota}: updates the simulated host once it is there, and shows how that goes.
 *
 * <p>The updater is fetched for the update alone: it looks its listeners up while it starts, this
 * one among them, so neither could wait for the other.
 */
@Component(service = {UpdateListener.class, HostListener.class})
public final class UpdateShow implements UpdateListener, HostListener {
    private static final long LIMIT_SECONDS = 120;
    private static final long STOP_MILLIS = 2_000;
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final ComponentServiceObjects<FirmwareUpdater> updaters;
    private final Host host;
    private final Path bundle;
    private final Errand errand;
    private final Terminal terminal = new Terminal(System.out);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Thread thread = new NamedThreads("ccm-sim-demo-update").newThread(this::update);

    @Activate
    public UpdateShow(
            @Reference ComponentServiceObjects<FirmwareUpdater> updaters,
            @Reference Host host,
            @Reference Errand errand,
            BundleContext framework) {
        this.updaters = updaters;
        this.host = host;
        this.errand = errand;
        this.bundle = Path.of(framework.getProperty("ccm.data"), "fw.zip");
    }

    @Deactivate
    void close() throws InterruptedException {
        if (begun.getAndSet(true)) {
            thread.interrupt();
            thread.join(STOP_MILLIS);
        }
    }

    @Override
    public void onHost(HostState state) {
        if (errand.wanted() && state.answers() && !begun.getAndSet(true)) {
            thread.start();
        }
    }

    @Override
    public void onUpdate(UpdateStatus status) {
        if (errand.wanted()) {
            terminal.show("update", String.format("%3d%%", status.percent()), status.message());
        }
    }

    private void update() {
        try {
            carryOut();
            errand.end(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the gateway stops
        } catch (ExecutionException e) {
            failed(e.getCause().getMessage());
        } catch (FirmwareException | IOException e) {
            failed(e.getMessage());
        } catch (TimeoutException e) {
            failed("not over within " + LIMIT_SECONDS + " s");
        }
    }

    private void carryOut()
            throws InterruptedException,
                    ExecutionException,
                    FirmwareException,
                    IOException,
                    TimeoutException {
        terminal.say("demo: updates the host, which runs " + version());
        FirmwareUpdater updater = updaters.getService();
        if (updater == null) {
            throw new IOException("no updater is running");
        }
        try {
            flash(updater);
        } finally {
            updaters.ungetService(updater);
        }
        terminal.say("demo: the host runs " + version());
    }

    private void flash(FirmwareUpdater updater)
            throws InterruptedException,
                    ExecutionException,
                    FirmwareException,
                    IOException,
                    TimeoutException {
        FirmwareUpload upload = updater.begin(UpdateOptions.from("demo"));
        byte[] bytes = Files.readAllBytes(bundle);
        upload.write(bytes, 0, bytes.length);
        upload.end();
        upload.outcome().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void failed(String why) {
        terminal.say("demo: the update failed: " + why);
        errand.end(false);
    }

    private String version() throws InterruptedException, ExecutionException, TimeoutException {
        JsonNode info =
                host.call("Sys.GetInfo", MissingNode.getInstance(), ANSWER)
                        .toCompletableFuture()
                        .get(ANSWER.toSeconds() * 2, TimeUnit.SECONDS);
        return "version " + info.path("fw_version").asText("(unknown)");
    }
}
