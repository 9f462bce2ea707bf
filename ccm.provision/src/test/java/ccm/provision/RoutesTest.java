package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {
    private static final String HEAD =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
    private static final String ZEROS = "00000000000000000000000000000000";

    @TempDir private Path folder;

    @Test
    void aDefaultRouteThatIsUpLeadsOut() throws IOException {
        ip4(
                "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
                "wlan0\t0004A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0");
        assertEquals(Set.of("eth0"), routes().defaults());
    }

    @Test
    void oneOfIpv6CountsAndARejectDoesNot() throws IOException {
        String tail = " " + ZEROS + " 00 ";
        Files.writeString(
                folder.resolve("ipv6_route"),
                ZEROS
                        + " 00"
                        + tail
                        + "fe80"
                        + ZEROS.substring(4)
                        + " 00000400 00000001 00000000 00000003     eth1\n"
                        + ZEROS
                        + " 00"
                        + tail
                        + ZEROS
                        + " ffffffff 00000001 00000000 00200200       lo\n"
                        + ZEROS
                        + " 00"
                        + tail
                        + ZEROS
                        + " ffffffff 00000001 00000000 00200201     eth2\n");
        assertEquals(Set.of("eth1"), routes().defaults());
    }

    @Test
    void aLinkThatIsDownDoesNotCount() throws IOException {
        ip4("eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0");
        Files.createDirectories(folder.resolve("eth0"));
        Files.writeString(folder.resolve("eth0/operstate"), "down\n");
        assertEquals(Set.of(), routes().defaults());
    }

    @Test
    void aMachineWithoutTheseFilesHasNone() {
        assertEquals(Set.of(), routes().defaults());
    }

    private Routes routes() {
        return new Routes(folder, folder);
    }

    private void ip4(String... lines) throws IOException {
        Files.writeString(folder.resolve("route"), HEAD + String.join("\n", lines) + "\n");
    }
}
