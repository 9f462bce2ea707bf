package ccm.ota.stm32;

import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareProgress.Phase;

/** Counts the bytes of a phase for who follows the progress. */
final class Meter {
    private final FirmwareProgress progress;
    private final Phase phase;
    private final long total;
    private long done;

    Meter(FirmwareProgress progress, Phase phase, long total) {
        this.progress = progress;
        this.phase = phase;
        this.total = total;
        progress.at(phase, 0, total);
    }

    void add(long bytes) {
        done = Math.min(total, done + bytes); // what is repeated does not count twice
        progress.at(phase, done, total);
    }
}
