package ccm.uart;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener whose bundle is being swapped: classes that it needs are gone. */
final class ListenerThatIsGoing implements FrameListener {
    private final AtomicInteger refused = new AtomicInteger();

    /** How many times it was called. */
    int refused() {
        return refused.get();
    }

    @Override
    public boolean onFrame(FrameLink link, byte[] frame) {
        throw gone();
    }

    @Override
    public void onGarbage(FrameLink link, String what) {
        throw gone();
    }

    @Override
    public void onUp(FrameLink link) {
        throw gone();
    }

    @Override
    public void onDown(FrameLink link) {
        throw gone();
    }

    private NoClassDefFoundError gone() {
        refused.incrementAndGet();
        return new NoClassDefFoundError("provoked");
    }
}
