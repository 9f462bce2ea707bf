package ccm.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page of a cloud in {@code docs}. */
public final class CloudPage {
    private final String name;

    /**
     * Finds it.
     *
     * @param cloud as in {@code docs/cloud-azure.md}
     */
    public CloudPage(String cloud) {
        name = "cloud-" + cloud + ".md";
    }

    /** Whoever looks for a message that the gateway gave must find it there. */
    public void tells(MqttRemedies... all) throws IOException {
        String text = Files.readString(Path.of("..", "docs", name));
        List<String> missing = new ArrayList<>();
        for (MqttRemedies remedies : all) {
            for (Refusal refusal : Refusal.values()) {
                remedies.of(refusal)
                        .filter(remedy -> !text.contains(remedy))
                        .ifPresent(missing::add);
            }
        }
        assertEquals(List.of(), missing, name);
    }
}
