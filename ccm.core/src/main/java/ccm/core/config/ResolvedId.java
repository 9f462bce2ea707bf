package ccm.core.config;

import ccm.api.device.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The setting {@code device.id} as callers see it: with what its placeholders stand for. One that
 * comes back so among other settings is no change, so that whoever reads a tree and sends it back
 * leaves the placeholders where they are; by itself it is meant.
 */
@Component(service = ResolvedId.class)
public final class ResolvedId {
    private static final String SECTION = "device";
    private static final String ID = "id";

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Device device; // null for a moment while its settings change

    /** A tree that belongs to nobody else, for a caller's eyes. */
    ObjectNode shown(ObjectNode tree) {
        if (tree.path(SECTION) instanceof ObjectNode section && section.path(ID).isTextual()) {
            section.put(ID, resolved(section.path(ID).textValue()));
        }
        return tree;
    }

    /** What a caller's change comes to. */
    JsonNode meant(JsonNode change, ObjectNode inForce) {
        String now = inForce.path(SECTION).path(ID).asText();
        boolean same =
                change instanceof ObjectNode tree
                        && change.path(SECTION).path(ID).isTextual()
                        && change.path(SECTION).path(ID).textValue().equals(resolved(now))
                        && Leaves.of(tree).size() > 1;
        if (!same) {
            return change;
        }
        ObjectNode rest = change.deepCopy();
        ((ObjectNode) rest.path(SECTION)).put(ID, now);
        return rest;
    }

    private String resolved(String id) {
        Device current = device; // read once
        return current == null ? id : current.expand(id.strip());
    }
}
