package ccm.sim.host;

/** A host's method fails: with a code, and with text and data if it likes. */
public final class HostError extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String data;

    /**
     * Makes one.
     *
     * @param message empty for none
     * @param data raw JSON, empty for none; only generation E sends it
     */
    public HostError(int code, String message, String data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    int code() {
        return code;
    }

    String data() {
        return data;
    }
}
