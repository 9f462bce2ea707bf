package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Something small that survives a power cut. */
interface Kept {
    /** What it says; a {@code MissingNode} when there is nothing that can be read. */
    JsonNode read();

    /** Replaces what it says; all of it is kept afterwards, or none. */
    void write(JsonNode content) throws IOException;

    /** Where the engine keeps its things. */
    interface Shelf {
        /** What the host reports. */
        Kept reported();

        /** What that cloud wanted last. */
        Kept desired(String cloud);

        /** What update was tried last. */
        Kept ota();
    }
}
