package ccm.parts.cloud;

import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import java.util.Optional;

/** What a shadow does in every dialect: it tells the engine of the moment what changes. */
public abstract class ShadowSource implements ShadowBackend {
    private Optional<ShadowListener> listener = Optional.empty(); // these two: guarded by this
    private boolean ready;

    protected ShadowSource() {}

    @Override
    public final synchronized boolean ready() {
        return ready;
    }

    /** The engine is here, possibly in the place of another one. */
    public final void listener(ShadowListener next) {
        boolean now;
        synchronized (this) {
            listener = Optional.of(next);
            now = ready;
        }
        if (now) { // it may have become so while nobody was there to be told
            next.onReady(this, true);
        }
    }

    /** This engine is gone. */
    public final synchronized void without(ShadowListener gone) {
        listener = listener.filter(current -> current != gone);
    }

    /** The connection, with every filter granted, came or went. */
    public final void onReady(boolean now) {
        Optional<ShadowListener> told;
        synchronized (this) {
            if (ready == now) {
                return;
            }
            ready = now;
            told = listener;
        }
        if (!now) {
            onLost();
        }
        told.ifPresent(each -> each.onReady(this, now));
    }

    /** The connection went; before the engine is told. */
    protected void onLost() {
        // most have nothing to forget
    }

    /** Lets the engine ask for the whole document. */
    protected final void askAnew() {
        if (ready()) {
            onReady(false);
            onReady(true);
        }
    }

    /** Tells the engine, if there is one. */
    protected final void changed(ShadowChange change) {
        Optional<ShadowListener> told;
        synchronized (this) {
            told = listener;
        }
        told.ifPresent(each -> each.onChange(this, change));
    }
}
