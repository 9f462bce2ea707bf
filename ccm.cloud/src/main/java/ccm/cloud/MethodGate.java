package ccm.cloud;

import ccm.parts.json.JsonFile;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes {@code MQTT.Pub} and {@code MQTT.Sub} once every cloud that was enabled last time is
 * here again, or after two seconds. Until then the dispatcher holds such calls back: at a start the
 * host may speak before the clouds are there, and its first message must reach them all.
 */
@Component(
        service = {},
        immediate = true)
public final class MethodGate {
    static final long PATIENCE_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(MethodGate.class);

    private final Clouds clouds;
    private final JsonFile file;
    private final Consumer<String> enable;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-cloud-gate"));
    private final Set<String> expected = new TreeSet<>(); // touched by that thread alone
    private volatile Runnable unwatch = () -> {};
    private boolean open; // touched by that thread alone

    @Activate
    public MethodGate(
            @Reference Clouds clouds, @Reference Folder folder, ComponentContext context) {
        this(clouds, folder, context::enableComponent);
    }

    MethodGate(Clouds clouds, Folder folder, Consumer<String> enable) {
        this.clouds = clouds;
        this.file = new JsonFile(folder.file("clouds.json"));
        this.enable = enable;
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Activate
    void open() {
        thread.execute(() -> file.read().forEach(name -> expected.add(name.asText())));
        thread.schedule(this::letThrough, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        unwatch = clouds.watch(connector -> look());
    }

    @Deactivate
    void close() {
        unwatch.run();
        thread.shutdownNow();
        try {
            thread.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            thread.execute(
                    () -> {
                        Set<String> here = present();
                        if (open) {
                            remember(here);
                        } else if (!here.isEmpty() && here.containsAll(expected)) {
                            letThrough();
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed already", e);
        }
    }

    private void letThrough() {
        if (!open) {
            open = true;
            enable.accept(MqttPub.COMPONENT);
            enable.accept(MqttSub.COMPONENT);
            remember(present());
        }
    }

    private Set<String> present() {
        Set<String> names = new TreeSet<>();
        clouds.connectors().forEach(connector -> names.add(connector.name()));
        return names;
    }

    private void remember(Set<String> here) {
        if (here.equals(expected)) {
            return;
        }
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        here.forEach(names::add);
        expected.clear();
        expected.addAll(here);
        try {
            file.write((JsonNode) names);
        } catch (IOException e) {
            LOG.warn("the enabled clouds cannot be remembered: {}", e.getMessage());
        }
    }
}
