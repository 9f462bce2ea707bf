package ccm.sim.host;

/** What the host does when one of its methods is called. */
@FunctionalInterface
public interface HostMethod {
    /**
     * Answers a call; runs on the thread that reads the line.
     *
     * @param params raw JSON, empty when there were none; one character a byte
     * @return raw JSON, or empty for success without a value
     */
    String call(String params) throws HostError;
}
