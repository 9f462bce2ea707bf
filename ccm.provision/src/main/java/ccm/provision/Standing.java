package ccm.provision;

/**
 * Where this gateway stands.
 *
 * @param state 0 not provisioned, 1 network configured, 2 network connected, 3 cloud connected
 * @param maxState the highest state so far
 * @param goal the state in which it is in service; 0 for none
 * @param text the state, for customers
 */
record Standing(int state, int maxState, int goal, String text) {
    static final int NEW = 0;
    static final int CONFIGURED = 1;
    static final int CONNECTED = 2;
    static final int CLOUD = 3;

    /** At the start, before anything was looked at. */
    static final Standing UNKNOWN = new Standing(NEW, NEW, CLOUD, "Starting.");

    /** The same, in other words. */
    Standing saying(String words) {
        return new Standing(state, maxState, goal, words);
    }

    /** True when it is in service. */
    boolean stable() {
        return goal > 0 && state >= goal;
    }

    /** True when it has ever been in service. */
    boolean proven() {
        return goal > 0 && maxState >= goal;
    }
}
