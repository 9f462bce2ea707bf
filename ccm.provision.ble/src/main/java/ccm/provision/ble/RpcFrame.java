package ccm.provision.ble;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A frame that a client has written, understood as far as it goes.
 *
 * @param id what an answer repeats: a number or a string; a missing node for none
 * @param src who asks; empty when the frame does not say
 * @param tag for the caller alone; empty for none
 * @param method the name that is called; empty when nothing is to be done
 * @param params what came with it; a missing node for none
 * @param wrong what is wrong with it; empty for nothing
 */
record RpcFrame(JsonNode id, String src, String tag, String method, JsonNode params, String wrong) {
    /** True when the caller waits for an answer: a refusal is told to whoever gave no id, too. */
    boolean wantsAnswer() {
        return !wrong.isEmpty() || !id.isMissingNode();
    }
}
