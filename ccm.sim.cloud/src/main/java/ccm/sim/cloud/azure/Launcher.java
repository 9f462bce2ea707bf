package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorLauncher;
import ccm.sim.cloud.server.EmulatorOptions;
import java.io.IOException;

/** Starts {@link AzureEmulator}. */
public final class Launcher implements EmulatorLauncher {
    @Override
    public Emulator start(EmulatorOptions options) throws IOException {
        return AzureEmulator.start(options);
    }
}
