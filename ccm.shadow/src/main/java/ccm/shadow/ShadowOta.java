package ccm.shadow;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an update when a cloud wishes for one by {@code desired.ota.url}, and reports how it goes.
 * The wish stays in the cloud when it was fulfilled or has failed; so what was tried is remembered
 * on disk for each cloud, and is not tried again until it changes. What one of them was given,
 * another one need not be given again. Touched by the engine's loop alone.
 */
final class ShadowOta {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowOta.class);
    private static final String URL = "url";

    /** Beside the address, for those who want the same one tried again. */
    private static final List<String> FORCING = List.of("id", "version", "etag");

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Duration BUSY = Duration.ofSeconds(30);

    private final ShadowEngine engine;
    private final Kept file;
    private volatile Supplier<Optional<FirmwareUpdater>> updater = Optional::empty;
    private final ObjectNode tried; // by the names of clouds
    private ObjectNode complained = Trees.empty(); // that it cannot be begun
    private boolean running;
    private boolean uncommitted;
    private long reportedAt;

    ShadowOta(ShadowEngine engine, Kept file) {
        this.engine = engine;
        this.file = file;
        this.tried = tried(file.read());
    }

    /** A former version remembered one wish alone, of whatever cloud. */
    private static ObjectNode tried(JsonNode kept) {
        if (kept.path(URL).isTextual()) {
            return Trees.of("", kept);
        }
        return kept instanceof ObjectNode all ? all.deepCopy() : Trees.empty();
    }

    private boolean wasTried(ObjectNode key) {
        for (JsonNode each : tried) {
            if (each.equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** Who updates, when it is asked for. For any thread. */
    void updater(Supplier<Optional<FirmwareUpdater>> supplier) {
        updater = supplier;
    }

    /** Begins what this cloud wishes for, unless it was tried. */
    void look(CloudShadow shadow) {
        JsonNode wish = shadow.desired().tree().path(ShadowEngine.OTA);
        if (!engine.settings().ota() || !shadow.isKnown() || running) {
            return;
        }
        if (wish.path(URL).isTextual() && !wish.path(URL).textValue().isEmpty()) {
            ObjectNode key = key(wish);
            if (!wasTried(key)) {
                begin(shadow.name(), key);
            }
        }
    }

    /** How an update goes, whoever has begun it. */
    void progress(UpdateStatus status) {
        uncommitted = status.state() == State.PROGRESS && !status.committed();
        long now = engine.loop().nanos();
        boolean end = status.state() != State.PROGRESS;
        if (end || uncommitted || reportedAt == 0 || now - reportedAt >= PROGRESS_NANOS) {
            reportedAt = end ? 0 : now;
            report(Trees.empty(), status);
        }
    }

    /** A cloud has what was reported. */
    void reached() {
        if (!uncommitted || !engine.settings().autocommit() || !engine.hostIsAlive()) {
            return;
        }
        uncommitted = false;
        try {
            Optional<FirmwareUpdater> current = updater.get();
            if (current.isPresent()) {
                current.get().commit();
                LOG.info("update: taken for good, the shadow was reached (shadow.autocommit)");
            }
        } catch (FirmwareException e) {
            LOG.debug("update: nothing to commit", e);
        }
    }

    private void begin(String cloud, ObjectNode key) {
        try {
            FirmwareUpdater current =
                    updater.get()
                            .orElseThrow(
                                    () ->
                                            new FirmwareException(
                                                    Reason.NOT_CONFIGURED,
                                                    "nobody here updates firmware. Is ccm.ota"
                                                            + " started?"));
            URI url = address(cloud, key);
            remember(cloud, key);
            running = true;
            reportedAt = 0;
            LOG.info("{}: wants the firmware {}", cloud, url);
            current.update(url, UpdateOptions.from("shadow " + cloud))
                    .whenComplete((status, failure) -> over(key, failure));
            running(key);
        } catch (FirmwareException e) {
            refused(cloud, key, e);
        }
    }

    private void over(ObjectNode key, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        engine.loop()
                .execute(
                        () -> {
                            running = false;
                            if (cause != null) {
                                failed(key, cause);
                            }
                            engine.lookAgain();
                        });
    }

    private void refused(String cloud, ObjectNode key, FirmwareException e) {
        running = false;
        boolean later = e.reason() == Reason.BUSY || e.reason() == Reason.NOT_CONFIGURED;
        if (later) { // it was not tried, so it is not remembered as tried
            forget(cloud);
            engine.loop().after(BUSY, engine::lookAgain);
        }
        if (!complained.equals(key)) {
            complained = key;
            LOG.warn("{}: wants firmware: {}", cloud, e.getMessage());
            failed(later ? Trees.empty() : key, e);
        }
    }

    private static URI address(String cloud, ObjectNode key) throws FirmwareException {
        String text = key.path(URL).textValue();
        try {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("{}: {}", cloud, text, e);
        }
        throw new FirmwareException(
                Reason.BAD_BUNDLE,
                cloud
                        + ": desired.ota.url is \""
                        + text
                        + "\", must be an address that begins with http:// or https://");
    }

    private void remember(String cloud, ObjectNode key) throws FirmwareException {
        try {
            ObjectNode next = tried.deepCopy();
            file.write(next.set(cloud, key));
            tried.set(cloud, key);
        } catch (IOException e) {
            throw new FirmwareException(
                    Reason.NO_SPACE,
                    "cannot remember that it is tried ("
                            + e.getMessage()
                            + "), and would try for ever. Is the disk full?",
                    e);
        }
    }

    private void forget(String cloud) {
        tried.remove(cloud);
        try {
            file.write(tried);
        } catch (IOException e) {
            LOG.warn("update: still remembered as tried: {}", e.getMessage());
        }
    }

    private void running(ObjectNode key) {
        ObjectNode report = key.deepCopy();
        report.put("code", 0).put("status", "progress").put("message", "begun").put("percent", 0);
        report.putNull("reason");
        engine.reportOwn(Trees.of(ShadowEngine.OTA, report));
    }

    private void failed(ObjectNode key, Throwable failure) {
        Reason reason = failure instanceof FirmwareException e ? e.reason() : Reason.INTERNAL;
        ObjectNode report = key.deepCopy();
        report.put("code", code(Optional.of(reason)))
                .put("status", "error")
                .put("message", String.valueOf(failure.getMessage()))
                .put("reason", reason.name());
        engine.reportOwn(Trees.of(ShadowEngine.OTA, report));
    }

    private void report(ObjectNode key, UpdateStatus status) {
        ObjectNode report = key.deepCopy();
        report.put("code", status.state() == State.SUCCESS ? 1 : code(status.reason()))
                .put("status", status.state().name().toLowerCase(Locale.ROOT))
                .put("message", status.message())
                .put("percent", status.percent())
                .put("is_committed", status.committed());
        status.reason()
                .ifPresentOrElse(
                        reason -> report.put("reason", reason.name()),
                        () -> report.putNull("reason"));
        engine.reportOwn(Trees.of(ShadowEngine.OTA, report));
    }

    /** 0 while nothing went wrong; else a negative number for each reason. */
    private static int code(Optional<Reason> reason) {
        return reason.map(each -> -1 - each.ordinal()).orElse(0);
    }

    private static ObjectNode key(JsonNode wish) {
        ObjectNode key = Trees.of(URL, wish.path(URL));
        FORCING.stream().filter(wish::has).forEach(each -> key.set(each, wish.get(each)));
        return key;
    }
}
