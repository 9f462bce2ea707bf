package ccm.uart;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;

/** A listener with a mistake in it: it throws on every frame that says bad. */
record FrameListenerThatThrows(Recorder behind) implements FrameListener {
    @Override
    public boolean onFrame(FrameLink link, byte[] frame) {
        if (new String(frame, java.nio.charset.StandardCharsets.UTF_8).contains("bad")) {
            throw new IllegalStateException("provoked");
        }
        return behind.onFrame(link, frame);
    }

    @Override
    public void onGarbage(FrameLink link, String what) {
        behind.onGarbage(link, what);
    }

    @Override
    public void onUp(FrameLink link) {
        throw new IllegalStateException("provoked");
    }

    @Override
    public void onDown(FrameLink link) {
        throw new IllegalStateException("provoked");
    }
}
