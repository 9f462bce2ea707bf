package ccm.api.cloud;

/** What a cloud did not take. */
public final class CloudException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean permanent;

    /**
     * Makes one.
     *
     * @param permanent true when trying the same again cannot help
     */
    public CloudException(String message, boolean permanent) {
        super(message);
        this.permanent = permanent;
    }

    public CloudException(String message, boolean permanent, Throwable cause) {
        super(message, cause);
        this.permanent = permanent;
    }

    /**
     * True when trying the same again cannot help: the filter is refused, the message too large.
     */
    public boolean permanent() {
        return permanent;
    }
}
