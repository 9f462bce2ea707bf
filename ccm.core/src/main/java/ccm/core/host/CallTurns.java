package ccm.core.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;

/**
 * Whose call to the host is next: everybody's at once, or one at a time for hosts that read one
 * frame and drop the rest. Bounded by the calls that may be pending.
 */
final class CallTurns {
    private final boolean oneAtATime;
    private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by this
    private boolean busy; // guarded by this

    CallTurns(boolean oneAtATime) {
        this.oneAtATime = oneAtATime;
    }

    /**
     * Sends a call in its turn.
     *
     * @param end completes when the call has ended; a call that ended before its turn sends nothing
     */
    void take(Runnable send, CompletionStage<?> end) {
        if (!oneAtATime) {
            send.run();
            return;
        }
        synchronized (this) {
            if (busy) {
                waiting.add(() -> begin(send, end));
                return;
            }
            busy = true;
        }
        begin(send, end);
    }

    private void begin(Runnable send, CompletionStage<?> end) {
        send.run();
        end.whenComplete((result, failure) -> next());
    }

    private void next() {
        Runnable begin;
        synchronized (this) {
            begin = waiting.poll();
            busy = begin != null;
        }
        if (begin != null) {
            begin.run();
        }
    }
}
