package ccm.api.shadow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * News of what a cloud wants, in one of the ways that clouds say it.
 *
 * @param kind what {@code desired} is
 * @param version of what it belongs to, which grows by one with each change where the cloud says
 *     so; {@link ShadowDocument#NO_VERSION} when it says none. The engine drops what is not newer
 *     than what it has, and asks for the whole document when one is missing in between.
 * @param desired without members of the dialect such as {@code $version}
 */
public record ShadowChange(Kind kind, long version, ObjectNode desired) {
    public ShadowChange {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(desired, "desired");
    }

    /** What a change holds. */
    public enum Kind {
        /**
         * All of desired, in the place of what it was: Google's configuration, retained messages.
         */
        WHOLE,
        /** A JSON merge patch of desired: Azure. Versions count changes of desired alone. */
        PATCH,
        /**
         * Every member of desired that differs from what the cloud has as reported: AWS, mDash. A
         * member that is missing is either equal or not wanted. Versions count changes of the whole
         * document, our own reports included, so a gap says nothing.
         */
        DIFFERENCE
    }
}
