package ccm.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The settings of this gateway as one JSON document. Safe for use by many threads.
 *
 * <p>Locks ({@code conf_acl} of the layers below) hold for every way in: whoever changes a locked
 * path gets a {@link ConfigException} that says which lock it is and which layer set it.
 */
@ProviderType
public interface ConfigTree {
    /** The layer that {@code Config.Save} writes unless told otherwise: the user's. */
    int USER_LEVEL = 9;

    /** Everything that is in force now, secrets masked; complete, with every default. */
    ObjectNode masked();

    /**
     * What layers 0 to {@code level} say together, secrets masked.
     *
     * @param level 0 (bundle defaults) to 8; 9 means what is saved up to the user's layer
     */
    ObjectNode masked(int level) throws ConfigException;

    /**
     * Puts a change in force, in memory only. All of it or nothing: it is checked first, and a
     * value equal to the present one restarts nothing. A masked secret that comes back unchanged is
     * kept.
     *
     * @param change a partial tree
     * @throws ConfigException names the path, the value and the rule; nothing was changed
     */
    void set(JsonNode change) throws ConfigException;

    /** The paths whose values are in force and not saved. */
    Set<String> unsaved();

    /**
     * Makes what is in force last: written aside, forced to disk, then moved into place.
     *
     * @param level the layer to write, 1 to 9
     * @param tryOnce true to use it for one start only, after which the last saved layer counts
     *     again
     * @param by who wants it, for the history: a channel, an address, a user
     * @throws ConfigException a lock or a {@link ConfigCheck} is against it, or the file could not
     *     be written; what is in force stays in force
     */
    void save(int level, boolean tryOnce, String by) throws ConfigException;

    /**
     * {@link #set} and {@link #save} of the user's layer in one: when the change or the saving is
     * refused, nothing was changed; when the file cannot be written, the change is in force and not
     * saved.
     */
    void setAndSave(JsonNode change, boolean tryOnce, String by) throws ConfigException;

    /**
     * Puts a change in force and makes these values alone last in the user's layer: what somebody
     * else has set and not saved stays unsaved. For what the gateway has tried already, so it is
     * not on probation.
     *
     * @param by who wants it, for the history
     * @throws ConfigException as {@link #setAndSave}
     */
    void keep(JsonNode change, String by) throws ConfigException;

    /**
     * Whether {@link #keep} would take a change: looks at it as {@code keep} does and changes
     * nothing.
     *
     * @throws ConfigException as {@link #keep}, but for a file that cannot be written
     */
    void check(JsonNode change) throws ConfigException;

    /**
     * {@link #keep} for what the gateway counts or finds out by itself, which no lock holds up.
     * Never for a value that a caller has a say in.
     *
     * @param by which part of the gateway, for the history
     * @throws ConfigException the file could not be written
     */
    void learn(JsonNode change, String by) throws ConfigException;

    /**
     * Changes one saved layer without putting the change in force now.
     *
     * @param level the layer, 1 to 8
     */
    void setLevel(int level, JsonNode change) throws ConfigException;

    /**
     * Decides that the gateway goes back to what its vendor made of it: the user's layer, its
     * history, users and passwords, files, stored messages and shadows go, all of them or none;
     * vendor layers, files that they name and what is the device's own stay. The next start does it
     * before anything else; what is in force stays in force until then, and nothing can be changed
     * any more.
     *
     * @param by who wants it, for the log
     * @throws ConfigException it could not be written down; nothing was changed
     */
    void factoryReset(String by) throws ConfigException;
}
