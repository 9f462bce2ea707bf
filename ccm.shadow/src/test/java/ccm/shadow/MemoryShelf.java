package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A disk that is fast, and full when the test says so. */
final class MemoryShelf implements Kept.Shelf {
    final Map<String, JsonNode> kept = new HashMap<>();
    boolean full;
    int writes;

    @Override
    public Kept reported() {
        return new Slot("reported");
    }

    @Override
    public Kept desired(String cloud) {
        return new Slot("desired-" + cloud);
    }

    @Override
    public Kept ota() {
        return new Slot("ota");
    }

    private final class Slot implements Kept {
        private final String name;

        Slot(String name) {
            this.name = name;
        }

        @Override
        public JsonNode read() {
            return kept.getOrDefault(name, MissingNode.getInstance());
        }

        @Override
        public void write(JsonNode content) throws IOException {
            if (full) {
                throw new IOException("no space left");
            }
            writes++;
            kept.put(name, content);
        }
    }
}
