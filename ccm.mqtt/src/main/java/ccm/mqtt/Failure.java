package ccm.mqtt;

/** Why there is no connection, for people: {@code cause. remedy}. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean credentials;

    private Failure(String text, boolean credentials, Throwable cause) {
        super(text, cause);
        this.credentials = credentials;
    }

    static Failure of(String text) {
        return new Failure(text, false, null);
    }

    static Failure of(String text, Throwable cause) {
        return new Failure(text, false, cause);
    }

    /** The broker does not want us as we are: asking again soon does not help. */
    static Failure credentials(String text, Throwable cause) {
        return new Failure(text, true, cause);
    }

    /** True when the broker does not want us as we are. */
    boolean credentials() {
        return credentials;
    }

    /** The same, of this broker. */
    Failure at(String address) {
        return new Failure(address + ": " + getMessage(), credentials, getCause());
    }
}
