package ccm.provision.ap;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A radio that opens what it is asked to, unless a test says why not. */
final class FakeWifi implements Wifi {
    final List<String> steps = new CopyOnWriteArrayList<>();
    volatile Optional<WifiException> refusal = Optional.empty();
    final AtomicInteger looks = new AtomicInteger(); // whether it is open
    volatile boolean broken;
    volatile Optional<WifiAccessPoint> open = Optional.empty();
    volatile WifiState.Phase phase = WifiState.Phase.DISCONNECTED;
    volatile List<WifiNetwork> networks = List.of();

    /** When a test sets one, what is seen is told when it is complete. */
    volatile Optional<CompletableFuture<List<WifiNetwork>>> looking = Optional.empty();

    @Override
    public String device() {
        return "wlan0";
    }

    @Override
    public String runner() {
        return "a double";
    }

    @Override
    public WifiState state() {
        return new WifiState(phase, "", "", "", 0, "");
    }

    @Override
    public CompletionStage<List<WifiNetwork>> scan() {
        steps.add("scan");
        breakDown();
        return looking.orElseGet(() -> CompletableFuture.completedFuture(networks));
    }

    @Override
    public CompletionStage<WifiState> join(WifiJoin request) {
        throw new IllegalStateException("the engine joins, not the channel");
    }

    @Override
    public CompletionStage<Void> leave() {
        throw new IllegalStateException("the engine leaves, not the channel");
    }

    @Override
    public CompletionStage<Void> open(WifiAccessPoint request) {
        steps.add("open");
        breakDown();
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        open = Optional.of(request);
        return CompletableFuture.completedFuture(null);
    }

    private void breakDown() {
        if (broken) {
            throw new IllegalStateException("an accident");
        }
    }

    @Override
    public Optional<WifiAccessPoint> accessPoint() {
        looks.incrementAndGet();
        return open;
    }

    @Override
    public CompletionStage<Void> close() {
        steps.add("close");
        open = Optional.empty();
        return CompletableFuture.completedFuture(null);
    }
}
