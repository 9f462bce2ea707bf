package ccm.local;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A router that answers every frame with itself, and says "not now" as often as it is told. */
final class Echo implements FrameListener {
    final List<String> garbage = new CopyOnWriteArrayList<>();
    final List<FrameLink> up = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean silent;

    @Override
    public boolean onFrame(FrameLink link, byte[] frame) {
        if (refusals.get() > 0) {
            refusals.decrementAndGet();
            return false;
        }
        if (new String(frame, StandardCharsets.UTF_8).equals("fault")) {
            throw new IllegalStateException("provoked");
        }
        if (!silent) {
            answer(link, frame);
        }
        return true;
    }

    @Override
    public void onGarbage(FrameLink link, String what) {
        garbage.add(what);
        if (!silent) {
            answer(link, "{\"error\":1}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onUp(FrameLink link) {
        up.add(link);
    }

    @Override
    public void onDown(FrameLink link) {
        up.remove(link);
    }

    private static void answer(FrameLink link, byte[] frame) {
        try {
            link.send(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
