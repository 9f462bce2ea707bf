package ccm.sim.cloud.server;

import java.nio.file.Path;
import java.util.List;

/**
 * How an emulator is started.
 *
 * @param port of its main door; 0 for a free one
 * @param controlPort of its control interface; 0 for a free one
 * @param folder where its authority and the identities are kept, made if absent; what is there is
 *     used again
 * @param device whose identity is made
 * @param address where it listens
 * @param seed what the randomness of faults depends on
 * @param faults that are on from the start, as text: {@link FaultRule#parse}
 */
public record EmulatorOptions(
        int port,
        int controlPort,
        Path folder,
        String device,
        String address,
        long seed,
        List<String> faults) {
    public EmulatorOptions {
        faults = List.copyOf(faults);
    }

    /** On free ports of 127.0.0.1, for the device {@code ccm-0001}, without faults. */
    public static EmulatorOptions in(Path folder) {
        return new EmulatorOptions(0, 0, folder, "ccm-0001", "127.0.0.1", 1, List.of());
    }

    public EmulatorOptions port(int number) {
        return new EmulatorOptions(number, controlPort, folder, device, address, seed, faults);
    }

    public EmulatorOptions controlPort(int number) {
        return new EmulatorOptions(port, number, folder, device, address, seed, faults);
    }

    public EmulatorOptions address(String where) {
        return new EmulatorOptions(port, controlPort, folder, device, where, seed, faults);
    }

    public EmulatorOptions device(String id) {
        return new EmulatorOptions(port, controlPort, folder, id, address, seed, faults);
    }

    public EmulatorOptions seed(long number) {
        return new EmulatorOptions(port, controlPort, folder, device, address, number, faults);
    }

    public EmulatorOptions faults(List<String> texts) {
        return new EmulatorOptions(port, controlPort, folder, device, address, seed, texts);
    }
}
