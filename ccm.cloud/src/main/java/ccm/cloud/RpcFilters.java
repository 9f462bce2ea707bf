package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was asked of each cloud, so that a change asks for what is new and takes back what is old.
 * Touched by one thread alone.
 */
final class RpcFilters {
    private static final Logger LOG = LoggerFactory.getLogger(RpcFilters.class);

    private final Clouds clouds;
    private final Map<CloudConnector, Asked> asked = new HashMap<>();

    private record Asked(List<String> filters, int qos) {}

    RpcFilters(Clouds clouds) {
        this.clouds = clouds;
    }

    /** Makes what is asked of these clouds what it has to be. */
    void ask(List<CloudConnector> connectors, RpcTopics topics, int qos) {
        asked.keySet().retainAll(connectors);
        for (CloudConnector connector : connectors) {
            if (connector.capabilities().anyTopic()) {
                ask(connector, new Asked(topics.filters(), qos));
            }
        }
    }

    private void ask(CloudConnector connector, Asked wanted) {
        Asked before = asked.getOrDefault(connector, new Asked(List.of(), wanted.qos));
        if (before.equals(wanted)) {
            return;
        }
        asked.put(connector, wanted);
        List<String> old = new ArrayList<>(before.filters);
        old.removeAll(wanted.filters);
        if (!old.isEmpty()) {
            old.forEach(connector::unsubscribe);
            clouds.again(connector); // the host may want to hear of them
        }
        for (String filter : wanted.filters) {
            connector
                    .subscribe(filter, wanted.qos)
                    .whenComplete(
                            (nothing, refusal) -> {
                                if (refusal != null) {
                                    LOG.warn(
                                            "{}: nobody can call over it: {}",
                                            connector.name(),
                                            refusal.getMessage());
                                }
                            });
        }
    }
}
