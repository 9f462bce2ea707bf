package ccm.ota;

import ccm.api.firmware.FirmwareWriter;
import ccm.api.firmware.UpdateStatus;
import ccm.api.host.Host;
import ccm.api.host.HostState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A gateway around the engine: one chip, a host that answers when its image is good. */
final class TestGateway implements Surroundings, Host {
    final List<UpdateStatus> told = new CopyOnWriteArrayList<>();
    final List<String> notified = new CopyOnWriteArrayList<>();
    final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();
    volatile BooleanSupplier alive = () -> true;
    volatile boolean asks;
    volatile FirmwareWriter writer; // null for none

    TestGateway(FirmwareWriter writer) {
        this.writer = writer;
    }

    static EngineSettings settings(Duration window) {
        return new EngineSettings(
                true,
                Duration.ofSeconds(20),
                window,
                false,
                new ccm.ota.bundle.BundleRules(
                        "ccm_host", "STM32", List.of(), 0, ccm.ota.bundle.BundleLimits.USUAL),
                () -> {
                    throw new IllegalStateException("nothing is fetched here");
                },
                Duration.ofMillis(1),
                Duration.ofMillis(4));
    }

    Engine engine(Path folder) {
        return new Engine(folder, this, settings(Duration.ofMillis(300)));
    }

    @Override
    public Optional<FirmwareWriter> writer(String type) {
        return "STM32".equals(type) ? Optional.ofNullable(writer) : Optional.empty();
    }

    @Override
    public Set<String> types() {
        return writer == null ? Set.of() : Set.of("STM32");
    }

    @Override
    public Optional<Host> host() {
        return Optional.of(this);
    }

    @Override
    public void tell(UpdateStatus status) {
        told.add(status);
    }

    @Override
    public HostState state() {
        return new HostState(
                true, true, asks ? Set.of("OTA.Request") : Set.of(), MissingNode.getInstance());
    }

    @Override
    public boolean isAlive() {
        return alive.getAsBoolean();
    }

    @Override
    public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
        notified.add(method + params);
        JsonNode answer = requests.poll();
        return CompletableFuture.completedFuture(answer == null ? BooleanNode.TRUE : answer);
    }

    @Override
    public Sent notify(String method, JsonNode params) {
        notified.add(method + params);
        return Sent.YES;
    }

    @Override
    public int maxFrame() {
        return 0;
    }
}
