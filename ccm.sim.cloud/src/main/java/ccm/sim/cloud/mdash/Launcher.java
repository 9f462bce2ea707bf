package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorLauncher;
import ccm.sim.cloud.server.EmulatorOptions;
import java.io.IOException;

/** Starts an emulated mDash. */
public final class Launcher implements EmulatorLauncher {
    @Override
    public Emulator start(EmulatorOptions options) throws IOException {
        return MdashEmulator.start(options);
    }
}
