package ccm.sim.cloud.plain;

import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorLauncher;
import ccm.sim.cloud.server.EmulatorOptions;
import java.io.IOException;

/** Found by its place, as those of the clouds. */
public final class Launcher implements EmulatorLauncher {
    @Override
    public Emulator start(EmulatorOptions options) throws IOException {
        return PlainEmulator.start(options);
    }
}
