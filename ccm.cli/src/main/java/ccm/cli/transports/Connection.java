package ccm.cli.transports;

import ccm.cli.rpc.Credentials;
import ccm.cli.rpc.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a connection besides its address.
 *
 * @param data the data folder of the gateway on this machine
 * @param cache a folder of our own, which can be deleted at any time
 * @param timeout how long connecting may take
 * @param login for gateways that ask for one
 * @param brokerLogin for MQTT brokers
 */
public record Connection(
        Path data,
        Path cache,
        Duration timeout,
        Optional<Credentials> login,
        Optional<Credentials> brokerLogin,
        TlsSettings tls,
        SerialSettings serial) {
    Deadline deadline() {
        return Deadline.in(timeout);
    }
}
