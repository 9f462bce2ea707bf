package ccm.provision.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.host.Host;
import ccm.api.host.HostState;
import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.api.provision.ProvisionStatus.Phase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the host hears of provisioning, and which hosts do. */
class HostNewsTest {
    private final FakeHost host = new FakeHost();
    private final HostNews news = new HostNews(host);

    @Test
    void aHostThatDoesNotAskForItHearsNothing() {
        host.state = state("Sys.GetInfo");
        news.onHost(host.state);
        news.onStatus(failed("Wrong password."));
        assertEquals(List.of(), host.heard);
    }

    @Test
    void oneThatDoesHearsWhyATryFailedAndEachThingOnce() {
        news.onStatus(HostLockTest.status(1));
        host.state = state("Provision.State");
        news.onHost(host.state);
        news.onHost(host.state);
        news.onStatus(failed("Wrong password."));
        news.onStatus(failed("Wrong password."));
        assertEquals(
                List.of(
                        "{\"state\":1,\"text\":\"state 1\"}",
                        "{\"state\":1,\"phase\":\"failed\",\"ssid\":\"Home\","
                                + "\"kind\":\"wrong_password\",\"text\":\"Wrong password.\"}"),
                host.heard);
    }

    @Test
    void oneThatWasAwayHearsItWhenItIsBack() {
        host.state = state("Provision.State");
        host.away = true;
        news.onStatus(failed("Wrong password."));
        host.away = false;
        news.onHost(host.state);
        news.onHost(new HostState(false, false, Set.of(), MissingNode.getInstance()));
        news.onHost(host.state);
        assertEquals(2, host.heard.size());
    }

    @Test
    void whatComesWhileItIsToldIsToldLast() {
        host.state = state("Provision.State");
        host.meanwhile = () -> news.onStatus(HostLockTest.status(2));
        news.onStatus(HostLockTest.status(1));
        assertEquals(
                List.of("{\"state\":1,\"text\":\"state 1\"}", "{\"state\":2,\"text\":\"state 2\"}"),
                host.heard);
    }

    @Test
    void oneThatStartsAnewWhileItIsToldIsToldAgain() {
        host.state = state("Provision.State");
        host.meanwhile =
                () -> {
                    HostState up = host.state;
                    host.state = state();
                    news.onHost(host.state);
                    host.state = up;
                    news.onHost(up);
                };
        news.onStatus(HostLockTest.status(1));
        assertEquals(2, host.heard.size());
    }

    @Test
    void whatDoesNotFitIsShortenedWithoutLosingTheKind() {
        host.state = state("Provision.State");
        host.most = 110;
        news.onStatus(failed("The password of this network is wrong. ".repeat(5)));
        assertEquals(
                List.of("{\"state\":1,\"phase\":\"failed\",\"kind\":\"wrong_password\"}"),
                host.heard);
    }

    private static HostState state(String... methods) {
        return new HostState(true, true, Set.of(methods), MissingNode.getInstance());
    }

    private static ProvisionStatus failed(String text) {
        Attempt attempt =
                new Attempt(1, Phase.FAILED, "Home", "wrong_password", text, "", Instant.EPOCH);
        return new ProvisionStatus(1, 1, false, "not connected", Optional.of(attempt));
    }

    private static final class FakeHost implements Host {
        private final List<String> heard = new ArrayList<>();
        private HostState state = HostNewsTest.state();
        private Runnable meanwhile = () -> {};
        private boolean away;
        private int most;

        @Override
        public HostState state() {
            return state;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
            throw new AssertionError(method);
        }

        @Override
        public Sent notify(String method, JsonNode params) {
            if (away) {
                return Sent.AWAY;
            }
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            heard.add(params.toString());
            return Sent.YES;
        }

        @Override
        public int maxFrame() {
            return most;
        }
    }
}
