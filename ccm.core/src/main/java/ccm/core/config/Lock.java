package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.config.ConfigTree;
import ccm.parts.acl.PathAcl;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What guards a layer: the {@code conf_acl} of those below it.
 *
 * @param acl which paths may be changed
 * @param of which layer says so, for people
 */
record Lock(PathAcl acl, String of) {
    /** Where it stands in the tree. */
    static final String PATH = "conf_acl";

    /** Nobody has locked anything. */
    static final Lock NONE = new Lock(PathAcl.ALL, "the defaults");

    private static final int SHOWN = 120;

    /**
     * The lock for who comes after a layer.
     *
     * @param said the layer's {@code conf_acl}; one that is no text cannot be understood and locks
     *     everything
     */
    static Lock by(JsonNode said, String of) {
        return new Lock(said.isTextual() ? new PathAcl(said.textValue()) : PathAcl.NOTHING, of);
    }

    /** True when the path may be changed. */
    boolean allows(String path) {
        return acl.allows(path);
    }

    /**
     * Lets a change pass.
     *
     * @throws ConfigException why not
     */
    void check(String path) throws ConfigException {
        String refusal = acl.refusal(path).orElse("");
        if (!refusal.isEmpty()) {
            throw new ConfigException(Kind.LOCKED, words(path) + ", and " + refusal);
        }
    }

    /**
     * Lets a change of a vendor's layer pass. The lock is that of the user: who could write a
     * vendor's layer could lift it, so while there is any, no channel writes one.
     */
    void checkVendor(String path, int level) throws ConfigException {
        if (!acl.open()) {
            throw new ConfigException(
                    Kind.LOCKED,
                    words(path)
                            + ": while it locks anything, layer "
                            + level
                            + " is changed in its file, or by a gateway that was started with"
                            + " --set conf_acl=*");
        }
    }

    private String words(String path) {
        String text = acl.text();
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return path + ": locked, conf_acl of " + of + " is \"" + shown + "\"";
    }

    /** How a layer is called in texts. */
    static String layer(int level) {
        return level == ConfigTree.USER_LEVEL ? "the user's layer" : "layer " + level;
    }
}
