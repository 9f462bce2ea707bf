package ccm.sim.cloud.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a service publishes.
 *
 * @param topic relative to that of the question for an answer; whole otherwise
 * @param body JSON
 * @param asker true when only who asked gets it, subscribed or not
 */
public record Out(String topic, ObjectNode body, boolean asker) {}
