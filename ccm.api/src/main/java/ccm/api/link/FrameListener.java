package ccm.api.link;

import org.osgi.annotation.versioning.ProviderType;

/** Takes what links read. Published by the RPC engine; a link looks for it, optionally. */
@ProviderType
public interface FrameListener {
    /**
     * Offers one frame. Runs on the link's reading thread and returns soon; a link offers one frame
     * at a time, in order.
     *
     * @param frame the line without its end; the listener may keep it
     * @return false when it cannot be taken just now because a bundle is being swapped: the link
     *     keeps the frame and all that follow, and offers it again within 50 ms
     */
    boolean onFrame(FrameLink link, byte[] frame);

    /**
     * What the link read was no frame: longer than the limit, or damaged.
     *
     * @param what for people: names the limit or the damage, never the content
     */
    void onGarbage(FrameLink link, String what);

    /**
     * The link can send and receive now. Also told to a listener that comes while the link is up.
     */
    void onUp(FrameLink link);

    /** The link is lost, closed or lent out. Nothing of it will be read until {@link #onUp}. */
    void onDown(FrameLink link);
}
