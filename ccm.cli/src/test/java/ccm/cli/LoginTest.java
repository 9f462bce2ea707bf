package ccm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.json.Json;
import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class LoginTest {
    @TempDir Path data;
    private final Typed ccm = new Typed();

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256"})
    void theSameFrameComesAgainWithTheDigestInIt(String algorithm) throws Exception {
        Device device = new Device().wantsLogin(algorithm);
        assertEquals(0, call(device, "--rpc-creds", "joe:secret"), ccm.err());
        assertEquals("5\n", ccm.out());
        Json first = Json.read(device.frames.get(0));
        Json second = Json.read(device.frames.get(1));
        assertEquals(2, device.frames.size());
        assertEquals(first.at("id"), second.at("id"));
        assertFalse(device.frames.get(1).contains("secret"));
        Json auth = second.at("auth").orElseThrow();
        assertEquals("1700000000", auth.at("nonce").orElseThrow().compact(), "a number");
        assertEquals(algorithm, auth.text("algorithm").orElseThrow());
    }

    @Test
    void theLoginComesFromAFileFromTheEnvironmentOrIsAskedFor() throws Exception {
        Path file = Files.writeString(data.resolve("creds"), "joe:secret\n");
        assertEquals(0, call(new Device().wantsLogin("MD5"), "--rpc-creds", "@" + file));
        ccm.environment(Map.of("CCM_RPC_CREDS", "@" + file));
        assertEquals(0, call(new Device().wantsLogin("MD5")), ccm.err());
        ccm.environment(Map.of()).input("secret\n");
        assertEquals(0, call(new Device().wantsLogin("MD5"), "--rpc-creds=joe"), ccm.err());
    }

    @Test
    void withoutALoginTheRefusalSaysWhatToType() throws Exception {
        assertEquals(1, call(new Device().wantsLogin("MD5")));
        assertEquals(
                "Sum: error 401: the gateway wants a login. Type --rpc-creds USER:PASSWORD, or"
                        + " --rpc-creds @FILE, or set CCM_RPC_CREDS\n",
                ccm.err());
    }

    @Test
    void aWrongPasswordIsToldWithoutIt() throws Exception {
        assertEquals(1, call(new Device().wantsLogin("MD5"), "--rpc-creds", "joe:wrong"));
        assertTrue(ccm.err().contains("refused the login of joe"), ccm.err());
        assertFalse(ccm.err().contains("wrong"), ccm.err());
    }

    @Test
    void laterCallsLogInAtOnce() throws Exception {
        Device device = new Device().wantsLogin("SHA-256");
        Path file = Files.write(data.resolve("f"), new byte[1200]);
        try (FakeGateway gateway = new FakeGateway(data, device)) {
            String[] words = {"put", file.toString(), "--data=" + data, "--rpc-creds=joe:secret"};
            assertEquals(0, ccm.run(words), ccm.err());
            assertEquals(4, gateway.requests.size(), "one challenge, three chunks");
        }
        assertEquals(1200, device.files.get("f").size());
    }

    @Test
    void credentialsWithoutAUserAreWrongUsage() throws Exception {
        assertEquals(2, call(new Device(), "--rpc-creds", ":secret"));
        assertEquals(1, call(new Device(), "--rpc-creds", "@" + data.resolve("none")));
        assertTrue(ccm.err().contains("cannot be read. It must hold USER:PASSWORD"), ccm.err());
    }

    private int call(Device device, String... options) throws Exception {
        try (FakeGateway gateway = new FakeGateway(data, device)) {
            String[] all = Arrays.copyOf(options, options.length + 4);
            all[options.length] = "call";
            all[options.length + 1] = "Sum";
            all[options.length + 2] = "[2,3]";
            all[options.length + 3] = "--data=" + data;
            int status = ccm.run(all);
            assertEquals(device.frames, gateway.requests);
            return status;
        }
    }
}
