package ccm.outbox;

/** Ends a run at once, as a power cut does; not an exception that the log would deal with. */
final class PowerCut extends Error {
    private static final long serialVersionUID = 1;

    PowerCut() {
        super("power cut", null, false, false);
    }
}
