package ccm.sim.demo;

/**
 * What came of a demo.
 *
 * @param published messages sent, by the host and to it
 * @param received how many of them arrived
 */
record Outcome(int published, int received) {
    /** True when there were messages and none is missing. */
    boolean whole() {
        return published > 0 && received == published;
    }

    /** The line that the demo ends with. */
    String text() {
        return "demo: "
                + published
                + " published, "
                + received
                + " received, "
                + (published - received)
                + " lost";
    }
}
