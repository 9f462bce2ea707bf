package ccm.sim.host.rom;

import java.util.function.Consumer;

/**
 * What a board does while its firmware runs. Called by one thread at a time, on the board's lock.
 */
public interface Application {
    /**
     * The firmware starts.
     *
     * @param firmware what runs
     * @param out takes what it sends; has no effect when it does not run any more
     */
    void start(SimFirmware firmware, Consumer<byte[]> out);

    /** Bytes came. */
    void accept(byte[] bytes);

    /** It runs no more: a reset, or no power. */
    void stop();
}
