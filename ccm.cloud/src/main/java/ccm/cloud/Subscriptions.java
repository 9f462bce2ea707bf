package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.rpc.RpcException;
import ccm.parts.json.JsonFile;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host subscribed to: remembered on disk, and asked of every cloud that comes. Its thread
 * is the only one that changes the list.
 */
@Component(service = Subscriptions.class, immediate = true)
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int MAX_WAITING = 2 * SubscriptionFile.MAX;
    private static final long GRANT_SECONDS = 10;
    private static final long FAREWELL_SECONDS = 2;

    private final Clouds clouds;
    private final MqttRpc rpc;
    private final SubscriptionFile file;
    private final HostFilters filters = new HostFilters();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    1,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MAX_WAITING),
                    new NamedThreads("ccm-cloud-subscriptions"));
    private volatile Runnable unwatch = () -> {};

    @Activate
    public Subscriptions(
            @Reference Clouds clouds, @Reference MqttRpc rpc, @Reference Folder folder) {
        this.clouds = clouds;
        this.rpc = rpc;
        this.file = new SubscriptionFile(new JsonFile(folder.file("subscriptions.json")));
        thread.allowCoreThreadTimeOut(true);
    }

    @Activate
    void open() {
        unwatch = clouds.watch(connector -> submit(() -> askAll(connector)));
    }

    @Deactivate
    void close() {
        unwatch.run();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    List<Subscription> all() {
        return file.all();
    }

    /** True when the host asked for messages of that topic from that cloud. */
    boolean want(CloudConnector from, String topic) {
        return filters.want(file.all(), from.name(), topic);
    }

    /** Remembers and asks; completes with null when every cloud that is connected granted it. */
    CompletionStage<JsonNode> add(Subscription wanted, String method) {
        return answer(
                method,
                () -> {
                    if (rpc.owns(wanted.filter())) {
                        throw RpcException.invalidParams(
                                method
                                        + ": topic is \""
                                        + wanted.filter()
                                        + "\", which carries calls to this gateway alone"
                                        + " (rpc.mqtt.sub_topic). Use another");
                    }
                    if (file.isFullFor(wanted)) {
                        throw RpcException.limit(
                                method
                                        + ": "
                                        + SubscriptionFile.MAX
                                        + " filters are remembered, the limit. Take some back with"
                                        + " MQTT.Unsub");
                    }
                    file.add(wanted);
                    return asked(
                            wanted,
                            connector -> connector.subscribe(wanted.filter(), wanted.qos()));
                },
                () -> forget(wanted));
    }

    /** Forgets and takes back. Taking back what was never asked for is no error. */
    CompletionStage<JsonNode> remove(Subscription unwanted, String method) {
        return answer(
                method,
                () -> {
                    file.remove(unwanted);
                    return asked(unwanted, connector -> connector.unsubscribe(unwanted.filter()));
                },
                () -> {});
    }

    private CompletionStage<JsonNode> answer(String method, Change change, Refused refused) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        boolean taken =
                submit(
                        () -> {
                            try {
                                change.run()
                                        .orTimeout(GRANT_SECONDS, TimeUnit.SECONDS)
                                        .whenComplete(
                                                (any, failure) ->
                                                        here(
                                                                () ->
                                                                        finish(
                                                                                answer, method,
                                                                                failure, refused)));
                            } catch (IOException e) {
                                answer.completeExceptionally(
                                        new RpcException(
                                                RpcException.INTERNAL_ERROR,
                                                method
                                                        + ": cannot be remembered, "
                                                        + e.getMessage()
                                                        + ". Is the disk full?",
                                                e));
                            } catch (RpcException e) {
                                answer.completeExceptionally(e);
                            }
                        });
        if (!taken) {
            answer.completeExceptionally(
                    RpcException.limit(
                            method + ": " + MAX_WAITING + " changes wait already, the limit"));
        }
        return answer;
    }

    /** Goes on with a connector's word on our thread, because giving an answer may wait. */
    private void here(Runnable rest) {
        if (!submit(rest)) {
            rest.run();
        }
    }

    private void finish(
            CompletableFuture<JsonNode> answer, String method, Throwable failure, Refused refused) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof CloudException refusal && refusal.permanent()) {
            refused.run();
            answer.completeExceptionally(RpcException.limit(method + ": " + cause.getMessage()));
        } else {
            // lost or late: it is remembered, and asked again at the next connection
            answer.complete(NullNode.getInstance());
        }
    }

    private void forget(Subscription refused) {
        try {
            file.remove(refused);
        } catch (IOException e) {
            LOG.warn("{}: refused, but still remembered: {}", refused.filter(), e.getMessage());
        }
    }

    /** Asks every cloud concerned; fails with a refusal only when none takes it. */
    private CompletableFuture<Void> asked(Subscription subscription, Asking asking) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (CloudConnector connector : clouds.connectors()) {
            if (concerns(subscription, connector)) {
                all.add(asking.ask(connector).toCompletableFuture());
            }
        }
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> together =
                CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
        return together.exceptionallyCompose(
                failure ->
                        all.stream().allMatch(CompletableFuture::isCompletedExceptionally)
                                ? CompletableFuture.failedFuture(failure)
                                : CompletableFuture.completedFuture(null));
    }

    /**
     * What this gateway asks for by itself, and what cannot be asked for, is neither asked for nor
     * taken back for the host.
     */
    private boolean concerns(Subscription subscription, CloudConnector connector) {
        return subscription.concerns(connector.name())
                && !rpc.owns(subscription.filter())
                && Cloud.refusal(connector, subscription.filter()).isEmpty();
    }

    private void askAll(CloudConnector connector) {
        for (Subscription subscription : file.all()) {
            if (concerns(subscription, connector)) {
                connector
                        .subscribe(subscription.filter(), subscription.qos())
                        .whenComplete(
                                (any, failure) -> logRefusal(connector, subscription, failure));
            }
        }
    }

    private static void logRefusal(
            CloudConnector connector, Subscription subscription, Throwable failure) {
        if (failure != null) {
            LOG.warn(
                    "{}: {} is not granted: {}. The host hears nothing of it",
                    connector.name(),
                    subscription.filter(),
                    failure.getMessage());
        }
    }

    private boolean submit(Runnable job) {
        try {
            thread.execute(
                    () -> {
                        try {
                            job.run();
                        } catch (RuntimeException e) { // a foreign plugin
                            LOG.error("a subscription could not be asked for", e);
                        }
                    });
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("too many changes of subscriptions", e);
            return false;
        }
    }

    /** A change of the list, on its thread. */
    private interface Change {
        CompletableFuture<Void> run() throws IOException, RpcException;
    }

    /** What to do when every cloud refused for good. */
    private interface Refused {
        void run();
    }

    /** What is asked of a connector. */
    private interface Asking {
        CompletionStage<Void> ask(CloudConnector connector);
    }
}
