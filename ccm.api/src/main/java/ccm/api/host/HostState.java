package ccm.api.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Set;

/**
 * What is known of the host.
 *
 * @param linkUp true while its line is open
 * @param answers true when it has answered since the line came up
 * @param methods what it exports, in its own order; empty while unknown
 * @param info what its {@code Sys.Info} or {@code Sys.GetInfo} said; a {@code MissingNode} while
 *     unknown
 */
public record HostState(boolean linkUp, boolean answers, Set<String> methods, JsonNode info) {
    public HostState {
        methods = java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<>(methods));
        Objects.requireNonNull(info, "info");
    }

    /** True when the host exports the method. */
    public boolean exports(String method) {
        return methods.contains(method);
    }
}
