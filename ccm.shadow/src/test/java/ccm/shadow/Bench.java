package ccm.shadow;

import ccm.api.shadow.ShadowChange.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** An engine with a host, in virtual time. */
final class Bench {
    static final ShadowSettings USUAL =
            new ShadowSettings(true, "", true, true, false, Duration.ofHours(1));
    private static final ObjectMapper JSON = new ObjectMapper();

    final VirtualLoop loop = new VirtualLoop();
    final MemoryShelf shelf = new MemoryShelf();
    final ModelHost host = new ModelHost(loop);
    ShadowEngine engine;

    Bench() {
        this(USUAL);
    }

    Bench(ShadowSettings settings) {
        start(settings);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A new engine on the same disk. */
    void start(ShadowSettings settings) {
        engine = new ShadowEngine(settings, shelf, loop);
        host.belongsTo(engine);
        engine.host(host);
        loop.settle();
    }

    ModelCloud cloud(String name, Kind kind, boolean versions) {
        ModelCloud cloud = new ModelCloud(name, kind, versions, loop, name.hashCode());
        install(cloud);
        return cloud;
    }

    void install(ModelCloud cloud) {
        cloud.tells(engine);
        engine.add(cloud);
        loop.settle();
    }

    /** A cloud that is connected and was asked for its document. */
    ModelCloud connected(String name, Kind kind) {
        ModelCloud cloud = cloud(name, kind, true);
        cloud.connect();
        pass(1000);
        return cloud;
    }

    void pass(long millis) {
        loop.pass(Duration.ofMillis(millis));
    }
}
