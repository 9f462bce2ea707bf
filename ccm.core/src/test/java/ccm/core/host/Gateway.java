package ccm.core.host;

import ccm.api.host.HostListener;
import ccm.api.link.FrameLink;
import ccm.core.access.TestAccess;
import ccm.core.frame.IdemFile;
import ccm.core.rpc.CallRules;
import ccm.core.rpc.Dispatcher;
import ccm.core.rpc.Gate;
import ccm.core.rpc.RpcSettings;
import ccm.core.rpc.TestMethods;
import ccm.testing.Configs;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** The frames' whole way through the core, as Declarative Services would wire it. */
final class Gateway {
    static final Discovery.Timing QUICK =
            new Discovery.Timing(
                    Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofMillis(80));

    final TestMethods methods = new TestMethods();
    final HostPeer host;
    final FrameRouter router;
    final TestAccess access;
    private final Dispatcher dispatcher;

    Gateway(File folder, Object... hostSettings) {
        this(folder, UUID.randomUUID().toString(), QUICK, hostSettings);
    }

    Gateway(File folder, String framework, Discovery.Timing timing, Object... hostSettings) {
        this(
                folder,
                framework,
                timing,
                new RpcSettings(Configs.of(RpcSettings.Config.class)),
                hostSettings);
    }

    /** One with a list of access rules. */
    static Gateway withAcl(File folder, String acl) {
        RpcSettings rpc = new RpcSettings(Configs.of(RpcSettings.Config.class, "acl", acl));
        return new Gateway(folder, UUID.randomUUID().toString(), QUICK, rpc);
    }

    private Gateway(
            File folder,
            String framework,
            Discovery.Timing timing,
            RpcSettings rpc,
            Object... hostSettings) {
        HostSettings settings =
                new HostSettings(Configs.of(HostSettings.Config.class, hostSettings));
        host =
                new HostPeer(
                        settings,
                        rpc.maxQueueLength(),
                        new HostListeners(reference -> (HostListener) null, reference -> {}),
                        new StartNotice(framework),
                        timing);
        access = new TestAccess(folder, rpc);
        CallRules rules = access.rules();
        dispatcher = methods.dispatcher(host, rules, rpc);
        router =
                new FrameRouter(
                        dispatcher,
                        new Gate(dispatcher, rules, access.access()),
                        host,
                        settings,
                        new IdemFile(new File(folder, "idem")));
        router.open();
    }

    Dispatcher rpc() {
        return dispatcher;
    }

    boolean feed(FrameLink link, String line) {
        return router.onFrame(link, line.getBytes(StandardCharsets.UTF_8));
    }

    long count(FrameLink link, Counters.Counter counter) {
        return router.conversations().stream()
                .filter(conversation -> conversation.link() == link)
                .mapToLong(conversation -> conversation.counters().get(counter))
                .sum();
    }

    public void close() throws InterruptedException {
        router.close();
        methods.close();
        host.close();
    }
}
