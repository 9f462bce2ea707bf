package ccm.mqtt;

import ccm.api.cloud.Fault;

/** Why there is no connection, for people: {@code cause. remedy}. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final Fault fault;
    private final boolean dropped;

    private Failure(String text, Fault fault, boolean dropped, Throwable cause) {
        super(text, cause);
        this.fault = fault;
        this.dropped = dropped;
    }

    static Failure of(Fault fault, String text) {
        return new Failure(text, fault, false, null);
    }

    static Failure of(Fault fault, String text, Throwable cause) {
        return new Failure(text, fault, false, cause);
    }

    /** The broker hung up on us. */
    static Failure dropped(String text, Throwable cause) {
        return new Failure(text, Fault.LOST, true, cause);
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
        return new Failure(address + ": " + getMessage(), fault, dropped, getCause());
    }

    /** The same, with a better word for it. */
    Failure named(Fault better, String text) {
        return new Failure(text, better, dropped, getCause());
    }
}
