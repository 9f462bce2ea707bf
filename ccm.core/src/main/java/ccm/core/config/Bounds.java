package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps what comes from outside from growing without limit. */
final class Bounds {
    private record Place(JsonNode node, int depth) {}

    private Bounds() {}

    /**
     * Looks at a whole document, without recursion.
     *
     * @throws IOException it is too deep, or has too many values
     */
    static void check(JsonNode document, int maxDepth, int maxLeaves) throws IOException {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(document, 0));
        int leaves = 0;
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.depth() > maxDepth) {
                throw new IOException("nested deeper than " + maxDepth);
            }
            if (place.node().isContainerNode()) {
                place.node().forEach(child -> open.push(new Place(child, place.depth() + 1)));
            } else {
                leaves++;
            }
            if (leaves + open.size() > maxLeaves) {
                throw new IOException("more than " + maxLeaves + " values");
            }
        }
    }
}
