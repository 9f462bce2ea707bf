package ccm.http;

import ccm.testing.Configs;
import java.util.Map;
import java.util.Optional;

/** Makes servers on free ports of this machine. */
final class Servers {
    private Servers() {}

    /**
     * Makes one that is not open yet.
     *
     * @param webSockets names and values of {@code rpc.ws.*}, in turn
     */
    static JettyServer make(Engine engine, String origins, Object... webSockets) {
        return new JettyServer(
                new ServerSettings(
                        ListenAddress.parse("127.0.0.1:0"),
                        Optional.empty(),
                        new Origins(origins),
                        Map.of("X-Extra", "yes"),
                        100,
                        8),
                new WebSocketSettings(Configs.of(WebSocketSettings.Config.class, webSockets)),
                engine);
    }
}
