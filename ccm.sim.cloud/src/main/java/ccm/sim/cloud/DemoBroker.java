package ccm.sim.cloud;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the demo's broker, and points the gateway's private cloud at it. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "ccm.sim.cloud",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DemoBroker.Config.class)
public final class DemoBroker {
    /** Where the broker listens. */
    @ObjectClassDefinition(
            name = "CCM demo broker",
            description = "An MQTT broker inside the gateway.")
    @interface Config {
        @AttributeDefinition(
                name = "Port",
                description = "TCP port on 127.0.0.1; 0 takes a free one.",
                min = "0",
                max = "65535")
        int port() default 0;
    }

    private static final Logger LOG = LoggerFactory.getLogger(DemoBroker.class);

    private final EmbeddedBroker broker;

    @Activate
    public DemoBroker(@Reference ConfigTree tree, Config config)
            throws IOException, ConfigException {
        broker = new EmbeddedBroker(config.port());
        LOG.info("demo broker listens on 127.0.0.1:{}", broker.port());
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.putObject("mqtt").put("enable", true).put("server", "127.0.0.1:" + broker.port());
        tree.set(change);
    }

    @Deactivate
    void close() {
        broker.close();
    }
}
