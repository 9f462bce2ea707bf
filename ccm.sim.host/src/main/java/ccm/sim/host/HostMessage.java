package ccm.sim.host;

/**
 * A message that the gateway brought to the host.
 *
 * @param topic as the host's string getter reads it
 * @param message as the host's string getter reads it
 */
public record HostMessage(String topic, String message) {}
