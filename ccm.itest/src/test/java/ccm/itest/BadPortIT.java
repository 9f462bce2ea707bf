package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.Test;

/** Ports and folders that cannot be had: what the gateway says, and that the rest of it runs. */
public class BadPortIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    public void aPortThatIsNotThereIsNamedAndOpenedWhenItComes() throws Exception {
        try (Installation site = Installation.withoutBroker()) {
            site.gateway().startReady();
            said(site.gateway(), site.port() + ": not there. Is the adapter plugged in");
            assertTrue(site.gateway().local().call("RPC.Ping", "").has("result"));
            try (RawHost host = site.plug()) {
                host.awaitGateway();
            }
        }
    }

    @Test
    public void aPortThatIsNotPermittedNamesUserAndGroup() throws Exception {
        try (Installation site = Installation.withoutBroker();
                RawHost host = site.plug()) {
            Path device = Path.of(host.device());
            Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
            asAnybody(site.gateway()).startReady();
            String user = System.getProperty("user.name");
            said(site.gateway(), site.port() + ": user " + user + " is not permitted to open it");
            said(site.gateway(), "Add the user to the group " + group(device));
            assertTrue(site.gateway().local().call("RPC.Ping", "").has("result"));
            Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("rw-------"));
            host.awaitGateway();
        }
    }

    @Test
    public void aSecondGatewayOnOnePortNamesTheFirstAndWaitsForIt() throws Exception {
        try (Installation one = Installation.withoutBroker();
                Installation two = Installation.withoutBroker("host.rpc.uart.port=" + one.port());
                RawHost host = one.plug()) {
            one.gateway().startReady();
            host.awaitGateway();
            two.gateway().startReady();
            said(two.gateway(), one.port() + ": in use by pid " + one.gateway().pid() + " (java");
            assertTrue(two.gateway().local().call("RPC.Ping", "").has("result"));
            host.ask("1", "{\"id\":1,\"method\":\"RPC.Ping\"}"); // undisturbed
            int mark = host.mark();
            assertEquals("exit status", 0, one.gateway().stop());
            host.awaitGatewayAfter(mark);
            host.ask("2", "{\"id\":2,\"method\":\"RPC.Ping\"}");
        }
    }

    @Test
    public void aSecondGatewayInOneFolderRefusesAndNamesTheFirst() throws Exception {
        try (Installation one = Installation.withoutBroker();
                GatewayProcess two = new GatewayProcess("mqtt", one.data())) {
            one.gateway().startReady();
            two.start();
            assertEquals(two.output(), 1, two.awaitEnd());
            said(
                    two,
                    one.data()
                            + ": in use by another gateway (pid "
                            + one.gateway().pid()
                            + "). Stop it, or give another folder with --data DIR");
            assertTrue(one.gateway().local().call("RPC.Ping", "").has("result"));
        }
    }

    /** Takes from root what makes root different; anybody else is as they are. */
    private static GatewayProcess asAnybody(GatewayProcess gateway) {
        return System.getProperty("user.name").equals("root")
                ? gateway.within("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
                : gateway;
    }

    private static String group(Path device) throws Exception {
        return Files.getAttribute(device, "posix:group").toString();
    }

    private static void said(GatewayProcess gateway, String text) {
        eventually(PATIENCE, () -> assertTrue(gateway.output(), gateway.output().contains(text)));
    }
}
