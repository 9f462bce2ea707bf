package ccm.cloud.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mosquitto's client, with tokens that Node makes: what the emulator takes and what it refuses. */
@Tag("peers")
@ExtendWith(Quiet.class)
class GcpEmulatorPeersTest {
    private static final String SCRIPT =
            "const c=require('crypto'),fs=require('fs');"
                    + "const [key,aud,iat,exp,form]=process.argv.slice(1);"
                    + "const b=o=>Buffer.from(JSON.stringify(o)).toString('base64url');"
                    + "const k=c.createPrivateKey(fs.readFileSync(key));"
                    + "const alg=k.asymmetricKeyType==='ec'?'ES256':'RS256';"
                    + "const d=b({alg,typ:'JWT'})+'.'+b({aud,iat:+iat,exp:+exp});"
                    + "const s=c.sign('sha256',Buffer.from(d),"
                    + "{key:k,dsaEncoding:form==='der'?'der':'ieee-p1363'});"
                    + "process.stdout.write(d+'.'+s.toString('base64url')+(form==='pad'?'=':''));";
    @TempDir Path folder;

    @Test
    void takesTokensOfOthersAndRefusesWrongOnes() throws Exception {
        long now = System.currentTimeMillis() / 1_000;
        try (GcpEmulator cloud = GcpEmulator.start(EmulatorOptions.in(folder))) {
            String right = GcpEmulator.PROJECT;
            assertEquals(0, publish(cloud, token(right, now, now + 3_600, "")));
            assertEquals(0, publish(cloud, token(right, now - 4_000, now - 500, "")), "skew");
            assertEquals(2, cloud.events(0).size());
            assertNotEquals(0, publish(cloud, token("other", now, now + 3_600, "")));
            assertNotEquals(0, publish(cloud, token(right, now, now + 86_401, "")));
            assertNotEquals(0, publish(cloud, token(right, now - 4_000, now - 700, "")));
            assertNotEquals(0, publish(cloud, token(right, now + 700, now + 3_600, "")));
            assertNotEquals(0, publish(cloud, token(right, now, now + 3_600, "pad")));
            assertNotEquals(0, publish(cloud, token(right, now, now + 3_600, "der")));
            assertEquals(2, cloud.events(0).size());
        }
    }

    private String token(String audience, long from, long end, String form) throws Exception {
        return run(List.of(
                        "node",
                        "-e",
                        SCRIPT,
                        folder.resolve("device.key.pem").toString(),
                        audience,
                        "" + from,
                        "" + end,
                        form))
                .text();
    }

    private int publish(GcpEmulator cloud, String token) throws Exception {
        return run(List.of(
                        "mosquitto_pub",
                        "-h",
                        "localhost",
                        "-p",
                        "" + cloud.server().port(),
                        "--cafile",
                        folder.resolve("ca.pem").toString(),
                        "-i",
                        cloud.clientId(),
                        "-u",
                        "unused",
                        "-P",
                        token,
                        "-q",
                        "1",
                        "-t",
                        "/devices/ccm-0001/events/x",
                        "-m",
                        "hello"))
                .code();
    }

    private record Ended(int code, String text) {}

    private static Ended run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor(20, TimeUnit.SECONDS);
        return new Ended(process.exitValue(), text);
    }
}
