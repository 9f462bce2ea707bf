package ccm.uart;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps what it is told, and refuses frames while a test wants it to. */
final class Recorder implements FrameListener {
    final List<String> frames = new CopyOnWriteArrayList<>();
    final List<String> garbage = new CopyOnWriteArrayList<>();
    final AtomicInteger ups = new AtomicInteger();
    final AtomicInteger downs = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean taking = true;

    @Override
    public boolean onFrame(FrameLink link, byte[] frame) {
        if (!taking) {
            refusals.incrementAndGet();
            return false;
        }
        frames.add(new String(frame, UTF_8));
        return true;
    }

    @Override
    public void onGarbage(FrameLink link, String what) {
        garbage.add(what);
    }

    @Override
    public void onUp(FrameLink link) {
        ups.incrementAndGet();
    }

    @Override
    public void onDown(FrameLink link) {
        downs.incrementAndGet();
    }
}
