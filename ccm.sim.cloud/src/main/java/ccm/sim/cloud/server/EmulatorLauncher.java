package ccm.sim.cloud.server;

import java.io.IOException;

/**
 * Starts the emulator of one cloud. The one of cloud {@code NAME} is the public class {@code
 * Launcher} in the package {@code ccm.sim.cloud.NAME}, with a public constructor without
 * parameters: so it is found, and there is no list to add it to.
 */
public interface EmulatorLauncher {
    /** Starts it; it listens when this returns. */
    Emulator start(EmulatorOptions options) throws IOException;
}
