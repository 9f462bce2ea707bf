package ccm.core.host;

import ccm.api.host.Host;
import ccm.api.host.HostState;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what sits at the other end of the line: which methods it exports and what it says of
 * itself, in the words of every mjson generation. Runs on the thread ccm-core-host alone.
 */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final List<String> INFO_NAMES = List.of("Sys.Info", "Sys.GetInfo");

    private final Host host;
    private final StartNotice notice;
    private final Timing timing;
    private final ScheduledExecutorService thread;
    private final Consumer<HostState> found;
    private Duration wait;
    private Future<?> retry; // null while none is planned
    private int round; // what an earlier round finds out counts no more
    private boolean asking;
    private volatile boolean heard; // a host is silent only until it says something

    /**
     * How long to wait.
     *
     * @param answer for one answer
     * @param firstRetry before the second attempt; doubled from there
     * @param lastRetry the longest wait
     */
    record Timing(Duration answer, Duration firstRetry, Duration lastRetry) {
        static final Timing USUAL =
                new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    Discovery(
            Host host,
            StartNotice notice,
            Timing timing,
            ScheduledExecutorService thread,
            Consumer<HostState> found) {
        this.host = host;
        this.notice = notice;
        this.timing = timing;
        this.thread = thread;
        this.found = found;
        this.wait = timing.firstRetry();
    }

    /** The line came up. */
    void begin() {
        end();
        found.accept(known(false, Set.of(), MissingNode.getInstance()));
        if (notice.isDue() && host.notify("Sys.Init", MissingNode.getInstance()) == Host.Sent.YES) {
            notice.done();
        }
        ask();
    }

    /** The line is lost. */
    void end() {
        round++;
        cancelRetry();
        wait = timing.firstRetry();
        asking = false;
        heard = false;
    }

    /** A host that had not answered has sent something. */
    void heard() {
        if (!heard && !asking) {
            cancelRetry();
            ask();
        }
        heard = true;
    }

    /** True when {@link #heard} would change nothing any more. For any thread. */
    boolean hasHeard() {
        return heard;
    }

    private void ask() {
        asking = true;
        int mine = round;
        list("RPC.List")
                .whenCompleteAsync((names, failure) -> onList(mine, names, failure), thread);
    }

    private CompletionStage<JsonNode> list(String name) {
        return host.call(name, MissingNode.getInstance(), timing.answer());
    }

    private void onList(int mine, JsonNode names, Throwable failure) {
        if (mine != round) {
            return;
        }
        if (code(failure) == RpcException.METHOD_NOT_FOUND) {
            list("rpc.list")
                    .whenCompleteAsync((more, again) -> onOtherList(mine, more, again), thread);
        } else {
            onOtherList(mine, names, failure);
        }
    }

    private void onOtherList(int mine, JsonNode names, Throwable failure) {
        if (mine != round) {
            return;
        }
        if (code(failure) == RpcException.LIMIT) {
            askLater(failure);
            return;
        }
        Set<String> methods = new LinkedHashSet<>();
        if (names != null) { // a host without any list is one that exports nothing
            names.forEach(name -> methods.add(name.asText()));
        }
        found.accept(known(true, methods, MissingNode.getInstance()));
        INFO_NAMES.stream()
                .filter(methods::contains)
                .findFirst()
                .ifPresentOrElse(name -> askInfo(mine, name, methods), () -> settle(methods));
    }

    private void askInfo(int mine, String name, Set<String> methods) {
        host.call(name, MissingNode.getInstance(), timing.answer())
                .whenCompleteAsync(
                        (info, failure) -> {
                            if (mine == round && failure == null) {
                                found.accept(known(true, methods, info));
                            }
                            if (mine == round) {
                                settle(methods);
                            }
                        },
                        thread);
    }

    private void settle(Set<String> methods) {
        asking = false;
        LOG.info("host: exports {}", methods);
    }

    private void askLater(Throwable failure) {
        asking = false;
        LOG.debug("host: silent, asked again in {} s", wait.toSeconds(), failure);
        retry = thread.schedule(this::ask, wait.toNanos(), TimeUnit.NANOSECONDS);
        Duration next = wait.multipliedBy(2);
        wait = next.compareTo(timing.lastRetry()) > 0 ? timing.lastRetry() : next;
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }

    private static HostState known(boolean answers, Set<String> methods, JsonNode info) {
        return new HostState(true, answers, methods, info);
    }

    /** 0 when there was no failure, or none of ours. */
    private static int code(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RpcException error ? error.code() : 0;
    }
}
