package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorLauncher;
import ccm.sim.cloud.server.EmulatorOptions;
import java.io.IOException;

/** Starts {@link WatsonEmulator}. */
public final class Launcher implements EmulatorLauncher {
    @Override
    public Emulator start(EmulatorOptions options) throws IOException {
        return WatsonEmulator.start(options);
    }
}
