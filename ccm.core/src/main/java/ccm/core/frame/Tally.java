package ccm.core.frame;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts things that can happen. Safe for use by many threads.
 *
 * @param <E> what can happen; shown by its name in small letters
 */
public final class Tally<E extends Enum<E>> {
    private final E[] things;
    private final AtomicLongArray counts;

    public Tally(Class<E> kind) {
        this.things = kind.getEnumConstants();
        this.counts = new AtomicLongArray(things.length);
    }

    public void add(E thing) {
        counts.incrementAndGet(thing.ordinal());
    }

    public long get(E thing) {
        return counts.get(thing.ordinal());
    }

    /** Those that are not 0. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (E thing : things) {
            if (get(thing) > 0) {
                json.put(thing.name().toLowerCase(Locale.ROOT), get(thing));
            }
        }
        return json;
    }
}
