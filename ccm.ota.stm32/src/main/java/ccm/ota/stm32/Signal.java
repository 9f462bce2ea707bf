package ccm.ota.stm32;

import java.io.IOException;

/** One of the two wires that put a chip into its loader. */
interface Signal extends AutoCloseable {
    /** Nothing is wired. */
    Signal NONE =
            new Signal() {
                @Override
                public void set(boolean high) {
                    // there is no wire
                }

                @Override
                public void close() {
                    // nothing is held
                }
            };

    /** Sets the level at the chip's pin. */
    void set(boolean high) throws IOException;

    @Override
    void close();
}
