package ccm.core.rpc;

import ccm.api.host.Host;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcPeer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Methods that come and go at a test's word, on a clock that the test moves. */
public final class TestMethods {
    private final AtomicLong nanos = new AtomicLong();
    private final MethodTable table =
            new MethodTable(Duration.ofSeconds(10), () -> false, nanos::get);
    private final AtomicLong ids = new AtomicLong();
    private Dispatcher dispatcher;

    /** A gateway that has run for a minute. */
    public TestMethods() {
        pass(60_000);
    }

    /** Lets time pass. */
    public void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Publishes a method that answers at once. */
    public void add(String name, RpcMethod method) {
        addDeferred(name, LocalMethod.deferred(method));
    }

    /** Publishes a method that has several names. */
    public void add(List<String> names, RpcMethod method) {
        join(names, LocalMethod.deferred(method));
    }

    /** Publishes a method that answers later. */
    public void addDeferred(String name, DeferredRpcMethod method) {
        join(List.of(name), method);
    }

    private void join(List<String> names, DeferredRpcMethod method) {
        table.join(
                names.get(0),
                new LocalMethod(
                        new LocalMethod.Description(names, ""),
                        new LocalMethod.Rank(0, ids.incrementAndGet()),
                        () -> Optional.of(method)));
    }

    /** Takes a method away. */
    public void remove(String name) {
        table.leave(name);
    }

    /** The dispatcher of these methods, for everybody. */
    public Dispatcher dispatcher(Host host, RpcSettings settings) {
        return dispatcher(host, new Everybody(), settings);
    }

    /** The dispatcher of these methods. */
    public Dispatcher dispatcher(Host host, CallRules rules, RpcSettings settings) {
        dispatcher = new Dispatcher(table, host, rules, settings);
        return dispatcher;
    }

    private record Everybody() implements CallRules {
        @Override
        public boolean isFree(RpcPeer peer) {
            return true;
        }

        @Override
        public void check(RpcPeer peer, Collection<String> names) {
            throw new IllegalStateException("asked although the caller is free");
        }

        @Override
        public boolean usable() {
            return true;
        }
    }

    MethodTable table() {
        return table;
    }

    public void close() throws InterruptedException {
        if (dispatcher != null) {
            dispatcher.close();
        }
    }
}
