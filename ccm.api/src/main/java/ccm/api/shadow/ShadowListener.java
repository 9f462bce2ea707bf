package ccm.api.shadow;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The shadow engine as backends see it. Optional to a backend: it may be swapped at any time, and
 * asks for everything anew when it comes.
 */
@ProviderType
public interface ShadowListener {
    /**
     * Requests can be made now, or cannot any more. The engine then asks for the document. Called
     * on a thread of the backend, in the order of the changes; returns without waiting.
     */
    void onReady(ShadowBackend from, boolean ready);

    /**
     * The cloud wants something. Called on a thread of the backend, one at a time, in the order in
     * which it came in; returns without waiting.
     */
    void onChange(ShadowBackend from, ShadowChange change);
}
