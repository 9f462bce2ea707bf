package ccm.mqtt;

import ccm.api.cloud.Fault;
import ccm.api.mqtt.Refusal;
import java.util.Optional;

/** How far an attempt has come, and what it means when the broker says nothing, or hangs up. */
enum Stage {
    LOOK_UP(
            "the name is still being looked up. check the network's DNS",
            "the name cannot be resolved. check server, and the network's DNS"),
    TCP(
            "no answer to the TCP connection. check server, and firewalls between",
            "the TCP connection broke. check server, and firewalls between"),
    TLS(
            "the broker accepted the connection and stayed silent. does it speak TLS at this port?",
            "the broker closed the connection during the TLS handshake",
            Refusal.CERTIFICATE,
            "does it speak TLS at this port, or refuse our client certificate (ssl_cert)?"),
    WEB_SOCKET(
            "the broker accepted the connection and stayed silent. does it speak WebSocket at this"
                    + " port?",
            "the broker closed the connection instead of answering the WebSocket request. does it"
                    + " speak WebSocket at this port?"),
    MQTT(
            "the broker accepted the connection and stayed silent. does it speak MQTT at this port,"
                    + " and without TLS?",
            "the broker closed the connection instead of answering",
            Refusal.SILENCE,
            "must it be TLS (ssl_ca_cert), or with a client certificate (ssl_cert)?");

    private final String silent;
    private final String closed;
    private final Optional<Refusal> refusal; // what its closing may be
    private final String remedy;

    Stage(String silent, String closed) {
        this.silent = silent;
        this.closed = closed;
        this.refusal = Optional.empty();
        this.remedy = "";
    }

    Stage(String silent, String closed, Refusal refusal, String remedy) {
        this.silent = silent;
        this.closed = closed;
        this.refusal = Optional.of(refusal);
        this.remedy = remedy;
    }

    /** The cause when it takes too long. */
    Failure silent() {
        return Failure.of(Fault.UNREACHABLE, silent);
    }

    /** The cause when the broker hangs up. */
    Failure closed(Throwable problem) {
        Fault fault = this == TLS ? Fault.TLS : Fault.UNREACHABLE;
        return refusal.map(how -> Failure.refused(how, fault, closed, remedy, problem))
                .orElseGet(() -> Failure.of(fault, closed, problem));
    }
}
