package ccm.ota;

import java.time.Duration;

/**
 * What has been begun and must be finished, whatever happens to the gateway: on disk before the
 * step is taken.
 *
 * @param next what the host shall run
 * @param back what it runs if it cannot
 * @param window within which the new firmware must answer; zero for not at all
 * @param source who asked for it
 * @param why the old one is put back; empty unless it is
 * @param byHand true when a person asked for the kept image
 */
record Journal(
        Step step,
        Installed next,
        Installed back,
        Duration window,
        String source,
        String why,
        boolean byHand) {
    /** How far it is. */
    enum Step {
        /** The memory holds some of the old, some of the new. */
        WRITING,
        /** The new one was started and has not answered yet. */
        CONFIRMING,
        /** The memory holds some of the new, some of the old. */
        REVERTING
    }

    Journal at(Step other) {
        return new Journal(other, next, back, window, source, why, byHand);
    }

    Journal reverting(String reason) {
        return new Journal(Step.REVERTING, next, back, window, source, reason, byHand);
    }
}
