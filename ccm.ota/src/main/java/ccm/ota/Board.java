package ccm.ota;

import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How it stands, for all to read. Written by the thread of the update alone. */
final class Board implements FirmwareProgress {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int ALL = 100;
    private static final int NEARLY = 99;
    private static final int KILO = 1024;

    /** Where each phase begins and ends on the way from 0 to 100. */
    private static final Map<Phase, int[]> SHARES =
            new EnumMap<>(
                    Map.of(
                            Phase.RECEIVE, new int[] {0, 20},
                            Phase.CHECK, new int[] {20, 22},
                            Phase.ENTER, new int[] {22, 25},
                            Phase.READ, new int[] {25, 45},
                            Phase.ERASE, new int[] {45, 50},
                            Phase.WRITE, new int[] {50, 85},
                            Phase.VERIFY, new int[] {85, 95},
                            Phase.CONFIRM, new int[] {95, 99}));

    private final Consumer<UpdateStatus> told;
    private volatile UpdateStatus status;
    private long lastTold;

    Board(Ledger ledger, Consumer<UpdateStatus> told) {
        this.told = told;
        this.status =
                ledger.result().isEmpty()
                        ? idle("idle", 0)
                        : ledger.failed()
                                .map(reason -> error(ledger.result(), reason(reason), 0))
                                .orElseGet(() -> idle(ledger.result(), ALL));
    }

    UpdateStatus status() {
        return status;
    }

    /** An update begins. */
    void begin(String message) {
        status = progress(message, Optional.empty(), 0, 0, 0, true, Duration.ZERO);
        tell();
    }

    /** Something happened that people should read. */
    void say(String message) {
        status =
                progress(
                        message,
                        status.phase(),
                        status.done(),
                        status.total(),
                        status.percent(),
                        status.committed(),
                        status.commitTimeout());
        tell();
    }

    /** The new firmware was started and has to prove itself. */
    void confirming(Duration window) {
        status =
                progress(
                        "waiting for the new firmware to answer, for "
                                + window.toSeconds()
                                + " s at most",
                        Optional.of(Phase.CONFIRM),
                        0,
                        0,
                        SHARES.get(Phase.CONFIRM)[0],
                        false,
                        window);
        tell();
    }

    /** An update has ended well. */
    UpdateStatus success(String message) {
        UpdateStatus end =
                new UpdateStatus(
                        State.SUCCESS,
                        message,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0,
                        ALL,
                        true,
                        Duration.ZERO);
        told.accept(end);
        status = idle(message, ALL); // the next one may begin
        return end;
    }

    /** An update has failed. */
    UpdateStatus failure(String message, Reason reason) {
        status = error(message, reason, status.percent());
        told.accept(status);
        return status;
    }

    @Override
    public void at(Phase phase, long done, long total) {
        boolean fresh = !status.phase().equals(Optional.of(phase));
        status =
                progress(
                        text(phase, done, total),
                        Optional.of(phase),
                        done,
                        total,
                        phase == Phase.ENTER // also when the way back begins
                                ? percent(phase, done, total)
                                : Math.max(status.percent(), percent(phase, done, total)),
                        status.committed(),
                        status.commitTimeout());
        if (fresh || System.nanoTime() - lastTold > PAUSE_NANOS) {
            tell();
        }
    }

    private void tell() {
        lastTold = System.nanoTime();
        told.accept(status);
    }

    private static String text(Phase phase, long done, long total) {
        String what =
                switch (phase) {
                    case RECEIVE -> "receiving the bundle";
                    case CHECK -> "checking the bundle";
                    case ENTER -> "starting the host's loader";
                    case READ -> "reading what the host runs";
                    case ERASE -> "erasing";
                    case WRITE -> "writing";
                    case VERIFY -> "verifying";
                    case CONFIRM -> "waiting for the new firmware to answer";
                };
        return total <= 0
                ? what
                : String.format(
                        Locale.ROOT,
                        "%s: %.1f of %.1f KiB",
                        what,
                        (double) done / KILO,
                        (double) total / KILO);
    }

    private static int percent(Phase phase, long done, long total) {
        int[] share = SHARES.get(phase);
        double part = total <= 0 ? 0 : Math.min(1, (double) done / total);
        return Math.min(NEARLY, share[0] + (int) (part * (share[1] - share[0])));
    }

    private static Reason reason(String name) {
        try {
            return Reason.valueOf(name);
        } catch (IllegalArgumentException e) {
            return Reason.INTERNAL; // of a version of ours that knew more reasons
        }
    }

    private static UpdateStatus idle(String message, int percent) {
        return new UpdateStatus(
                State.IDLE,
                message,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                percent,
                true,
                Duration.ZERO);
    }

    private static UpdateStatus error(String message, Reason reason, int percent) {
        return new UpdateStatus(
                State.ERROR,
                message,
                Optional.of(reason),
                Optional.empty(),
                0,
                0,
                percent,
                true,
                Duration.ZERO);
    }

    private static UpdateStatus progress(
            String message,
            Optional<Phase> phase,
            long done,
            long total,
            int percent,
            boolean committed,
            Duration window) {
        return new UpdateStatus(
                State.PROGRESS,
                message,
                Optional.empty(),
                phase,
                done,
                total,
                percent,
                committed,
                window);
    }
}
