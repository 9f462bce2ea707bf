package ccm.provision;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A radio among networks with passwords; what fails leaves it where it was, as the contract says.
 */
final class FakeWifi implements Wifi {
    final List<WifiJoin> asked = new ArrayList<>();
    final Map<String, String> networks = new HashMap<>();
    Optional<WifiAccessPoint> open = Optional.empty();
    Optional<WifiException> staying = Optional.empty(); // why it cannot leave
    boolean accident; // all that is asked fails in a way that nobody foresaw
    boolean slow; // joins are answered by finish()
    private Optional<Runnable> waiting = Optional.empty();
    private CompletableFuture<WifiState> latest = CompletableFuture.completedFuture(null);
    private WifiState state = new WifiState(Phase.DISCONNECTED, "", "", "", 0, "");

    FakeWifi network(String ssid, String password) {
        networks.put(ssid, password);
        return this;
    }

    @Override
    public String device() {
        return "wlan0";
    }

    @Override
    public String runner() {
        return "fake 1.0";
    }

    @Override
    public WifiState state() {
        return state;
    }

    @Override
    public CompletionStage<List<WifiNetwork>> scan() {
        if (accident) {
            return CompletableFuture.failedStage(new IllegalStateException("an accident"));
        }
        return CompletableFuture.completedStage(
                List.of(
                        new WifiNetwork(
                                "Home",
                                true,
                                "02:00:00:00:01:00",
                                WifiNetwork.Protection.WPA3,
                                6,
                                -50),
                        new WifiNetwork(
                                "caf\u00e9",
                                false,
                                "02:00:00:00:02:00",
                                WifiNetwork.Protection.OPEN,
                                1,
                                -70)));
    }

    @Override
    public CompletionStage<WifiState> join(WifiJoin request) {
        asked.add(request);
        if (accident) {
            return CompletableFuture.failedStage(new IllegalStateException("an accident"));
        }
        latest.completeExceptionally(new WifiException(Kind.BUSY, "a newer one came"));
        CompletableFuture<WifiState> answer = new CompletableFuture<>();
        latest = answer;
        Runnable end = () -> end(request, answer);
        if (slow) {
            waiting = Optional.of(end);
        } else {
            end.run();
        }
        return answer;
    }

    @Override
    public CompletionStage<Void> leave() {
        if (staying.isPresent()) {
            return CompletableFuture.failedStage(staying.get());
        }
        lose();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> open(WifiAccessPoint request) {
        open = Optional.of(request);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Optional<WifiAccessPoint> accessPoint() {
        return open;
    }

    @Override
    public CompletionStage<Void> close() {
        open = Optional.empty();
        return CompletableFuture.completedStage(null);
    }

    /** Answers the join that waits. */
    void finish() {
        Runnable end = waiting.orElseThrow();
        waiting = Optional.empty();
        end.run();
    }

    /** The network is gone. */
    void lose() {
        state = new WifiState(Phase.DISCONNECTED, "", "", "", 0, "");
    }

    private void end(WifiJoin request, CompletableFuture<WifiState> answer) {
        String password = networks.get(request.ssid());
        if (password == null) {
            answer.completeExceptionally(new WifiException(Kind.NOT_FOUND, "no such network"));
        } else if (!password.equals(request.password())) {
            answer.completeExceptionally(new WifiException(Kind.WRONG_PASSWORD, "reason 7"));
        } else {
            state =
                    new WifiState(
                            Phase.GOT_IP,
                            request.ssid(),
                            "02:00:00:00:01:00",
                            "192.168.1.20",
                            -50,
                            "");
            answer.complete(state);
        }
    }
}
