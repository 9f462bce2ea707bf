package ccm.ota.stm32;

import java.time.Duration;
import java.util.Optional;

/**
 * How the host is wired and may be treated.
 *
 * @param resetPulse for how long it is held in reset
 * @param bootDelay how long its loader takes to listen after that
 * @param allowMassErase whether all of its flash may be erased, read-out protection lifted as well
 * @param rates the one that every loader understands, and one to try before
 * @param lineWait for how long the line may take to be free
 */
record Stm32Settings(
        PinSetting boot0,
        PinSetting reset,
        Duration resetPulse,
        Duration bootDelay,
        boolean allowMassErase,
        Rates rates,
        Duration lineWait) {

    /** The rates of the line. */
    record Rates(int baud, int max) {
        /** The rate to try before the safe one. */
        Optional<Integer> fast() {
            return max > baud ? Optional.of(max) : Optional.empty();
        }
    }

    /** True when nothing says how the host gets into its loader. */
    boolean unwired() {
        return !boot0.isWired() && !boot0.isSelf() && !reset.isWired();
    }
}
