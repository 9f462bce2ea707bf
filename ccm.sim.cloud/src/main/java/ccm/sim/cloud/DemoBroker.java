package ccm.sim.cloud;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.osgi.framework.BundleContext;
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

/** Runs the demo's broker or emulated cloud, and points the gateway at it. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "ccm.sim.cloud",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DemoBroker.Config.class)
public final class DemoBroker {
    /** Where the broker listens. */
    @ObjectClassDefinition(
            name = "CCM demo cloud",
            description = "An MQTT broker or an emulated cloud inside the gateway.")
    @interface Config {
        @AttributeDefinition(
                name = "Port",
                description = "TCP port on 127.0.0.1; 0 takes a free one.",
                min = "0",
                max = "65535")
        int port() default 0;

        @AttributeDefinition(
                name = "Cloud",
                description =
                        "The cloud to emulate: aws, azure, gcp, mdash or watson. Empty: a plain"
                                + " broker.")
        String name() default "";
    }

    private static final Logger LOG = LoggerFactory.getLogger(DemoBroker.class);

    private final AutoCloseable running;

    @Activate
    public DemoBroker(@Reference ConfigTree tree, BundleContext framework, Config config)
            throws IOException, ConfigException {
        running =
                config.name().isEmpty()
                        ? broker(tree, config.port())
                        : new DemoCloud(config.name(), framework, tree);
    }

    @Deactivate
    void close() throws Exception {
        running.close();
    }

    private static EmbeddedBroker broker(ConfigTree tree, int port)
            throws IOException, ConfigException {
        EmbeddedBroker broker = new EmbeddedBroker(port);
        LOG.info("demo broker listens on 127.0.0.1:{}", broker.port());
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.putObject("mqtt").put("enable", true).put("server", "127.0.0.1:" + broker.port());
        tree.set(change);
        return broker;
    }
}
