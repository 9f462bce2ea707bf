package ccm.mqtt;

import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.Refusal;
import java.util.Optional;

/** Why there is no connection, for people: {@code address: cause. remedy}. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;
    private final Fault fault;
    private final boolean dropped;
    private final transient Optional<Refused> refused; // whose remedy may be worded anew

    private record Refused(Refusal how, String cause) {}

    private Failure(
            String text,
            Fault fault,
            boolean dropped,
            Optional<Refused> refused,
            Throwable problem) {
        super(text, problem);
        this.text = text;
        this.fault = fault;
        this.dropped = dropped;
        this.refused = refused;
    }

    static Failure of(Fault fault, String text) {
        return new Failure(text, fault, false, Optional.empty(), null);
    }

    static Failure of(Fault fault, String text, Throwable cause) {
        return new Failure(text, fault, false, Optional.empty(), cause);
    }

    /** The broker does not want us. */
    static Failure refused(
            Refusal how, Fault fault, String cause, String remedy, Throwable problem) {
        return new Failure(
                cause + ". " + remedy, fault, false, Optional.of(new Refused(how, cause)), problem);
    }

    /** The broker hung up on us. */
    static Failure dropped(String text, Throwable cause) {
        return new Failure(text, Fault.LOST, true, Optional.empty(), cause);
    }

    Fault fault() {
        return fault;
    }

    /** True when the broker ended a connection that stood. */
    boolean dropped() {
        return dropped;
    }

    /** The same, of this broker. */
    Failure at(String address) {
        return new Failure(
                address + ": " + text,
                fault,
                dropped,
                refused.map(each -> new Refused(each.how, address + ": " + each.cause)),
                getCause());
    }

    /** The same, with a better word for it. */
    Failure named(Fault better, String other) {
        return new Failure(other, better, dropped, Optional.empty(), getCause());
    }

    /** The same, known to be a refusal. */
    Failure named(Refusal how, Fault better, String cause, String remedy) {
        return new Failure(
                cause + ". " + remedy,
                better,
                dropped,
                Optional.of(new Refused(how, cause)),
                getCause());
    }

    /** The same, with the remedy of this cloud. */
    Failure remedied(MqttRemedies remedies) {
        return refused.flatMap(
                        each ->
                                remedies.of(each.how)
                                        .map(
                                                remedy ->
                                                        new Failure(
                                                                each.cause + ". " + remedy,
                                                                fault,
                                                                dropped,
                                                                refused,
                                                                getCause())))
                .orElse(this);
    }
}
