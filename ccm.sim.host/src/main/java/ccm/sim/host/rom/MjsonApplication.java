package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ccm.sim.host.Generation;
import ccm.sim.host.Mjson;
import java.util.function.Consumer;

/** The mjson library alone, which answers at once on the thread that writes to the board. */
public final class MjsonApplication implements Application {
    private final Generation generation;
    private Mjson mjson = new Mjson(Generation.A, "", out -> {}, in -> {});

    public MjsonApplication(Generation generation) {
        this.generation = generation;
    }

    @Override
    public void start(SimFirmware firmware, Consumer<byte[]> out) {
        Consumer<String> lines = line -> out.accept((line + "\n").getBytes(ISO_8859_1));
        mjson = new Mjson(generation, firmware.version(), lines, in -> {});
    }

    @Override
    public void accept(byte[] bytes) {
        mjson.accept(bytes, bytes.length);
    }

    @Override
    public void stop() {}
}
