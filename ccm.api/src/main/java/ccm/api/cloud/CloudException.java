package ccm.api.cloud;

/** What a cloud did not take. */
public final class CloudException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean permanent;
    private final Fault fault;

    /**
     * Makes one.
     *
     * @param permanent true when trying the same again cannot help
     */
    public CloudException(String message, boolean permanent) {
        this(message, permanent, Fault.NONE);
    }

    public CloudException(String message, boolean permanent, Throwable cause) {
        this(message, permanent, Fault.NONE, cause);
    }

    public CloudException(String message, boolean permanent, Fault fault) {
        super(message);
        this.permanent = permanent;
        this.fault = fault;
    }

    public CloudException(String message, boolean permanent, Fault fault, Throwable cause) {
        super(message, cause);
        this.permanent = permanent;
        this.fault = fault;
    }

    /** The class of the reason; {@link Fault#NONE} when it is of no special one. */
    public Fault fault() {
        return fault;
    }

    /**
     * True when trying the same again cannot help: the filter is refused, the message too large.
     */
    public boolean permanent() {
        return permanent;
    }
}
