package ccm.sim.cloud.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.Emulator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * Makes a device SDK of a cloud's vendor meet our emulator of it: each step of its stories, which
 * are in {@code src/test/witness}, is a test.
 */
final class Witness {
    private static final Path SCRIPTS = Path.of("src/test/witness").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 120;
    private static final String WELL = "ok ";
    private static final String ILL = "not ok ";
    private static final String END = "end";

    private final ObjectNode places = JsonNodeFactory.instance.objectNode();
    private final Emulator cloud;
    private final Path authority;
    private final Path output;
    private Process node; // once it has begun

    /**
     * Prepares one.
     *
     * @param authority the certificate that the SDK has to trust
     */
    Witness(Emulator cloud, Path authority) {
        this.cloud = cloud;
        this.authority = authority;
        this.output = Path.of("target/witness-" + cloud.name() + ".txt");
        places.put("control", "http://127.0.0.1:" + cloud.server().port("control"));
        places.putObject("roads");
    }

    /** A name and port of the real cloud leads to this port. */
    Witness road(String where, int port) {
        places.withObject("/roads").put(where, port);
        return this;
    }

    /** Something else that the stories need to know. */
    Witness knows(String key, String value) {
        places.put(key, value);
        return this;
    }

    /** A certificate, as {@code NAMECert}, and its key, as {@code NAMEKey}. */
    Witness knows(String name, Credential credential) {
        return knows(name + "Cert", credential.certificatePem())
                .knows(name + "Key", credential.keyPem());
    }

    /** Begins to tell all stories of the cloud. */
    Witness begin() throws IOException {
        if (!Files.exists(SCRIPTS.resolve("node_modules"))) {
            fail("the SDKs are missing. ./ccm test installs them, or: cd " + SCRIPTS + "; npm ci");
        }
        ProcessBuilder builder =
                new ProcessBuilder("node", "witness.js", cloud.name(), places.toString())
                        .directory(SCRIPTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("NODE_EXTRA_CA_CERTS", authority.toString());
        node = builder.start();
        return this;
    }

    /** What became of each step, when all stories are told. */
    DynamicContainer end() throws IOException, InterruptedException {
        boolean ended = node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        node.destroyForcibly();
        List<String> said = new ArrayList<>(Files.readAllLines(output, UTF_8));
        if (!ended || said.isEmpty() || !said.get(said.size() - 1).equals(END)) {
            said.add(ILL + "its stories came to no end: see ccm.sim.cloud/" + output);
        }
        return dynamicContainer(
                cloud.name(),
                said.stream()
                        .filter(line -> line.startsWith(WELL) || line.startsWith(ILL))
                        .map(line -> step(cloud.name(), line)));
    }

    private static DynamicTest step(String cloud, String line) {
        boolean well = line.startsWith(WELL);
        String what = line.substring(well ? WELL.length() : ILL.length()).replaceFirst(" # .*", "");
        return dynamicTest(
                what,
                () -> {
                    if (!well) {
                        fail(cloud + ": " + what);
                    }
                });
    }
}
