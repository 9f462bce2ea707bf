package ccm.core.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address that tells this gateway from others: that of its first real network interface, or one
 * made from the machine's own id when there is none.
 */
final class HardwareAddress {
    private static final Logger LOG = LoggerFactory.getLogger(HardwareAddress.class);
    private static final String OURS = "ccm-"; // made by CCM beside a radio, with another address
    private static final int DIGITS = 12;

    private final Path interfaces;
    private final Path machineId;

    HardwareAddress() {
        this(Path.of("/sys/class/net"), Path.of("/etc/machine-id"));
    }

    HardwareAddress(Path interfaces, Path machineId) {
        this.interfaces = interfaces;
        this.machineId = machineId;
    }

    /** The digits of an address in any notation; empty when it is none. */
    static Optional<String> digits(String address) {
        String digits = address.replaceAll("[:-]", "").strip().toUpperCase(Locale.ROOT);
        boolean real = digits.matches("[0-9A-F]{" + DIGITS + "}") && !digits.matches("0+");
        return real ? Optional.of(digits) : Optional.empty();
    }

    /** 12 upper-case hex digits, the same ones after every start. */
    String read() {
        Comparator<Path> realFirst = Comparator.comparing(path -> isReal(path) ? 0 : 1);
        return list().stream()
                .filter(path -> !path.getFileName().toString().startsWith(OURS))
                .sorted(realFirst.thenComparing(Path::getFileName))
                .flatMap(path -> digits(text(path.resolve("address"))).stream())
                .findFirst()
                .orElseGet(this::invented);
    }

    private List<Path> list() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(interfaces)) {
            return StreamSupport.stream(found.spliterator(), false).toList();
        } catch (IOException e) {
            LOG.debug("{}: cannot read", interfaces, e);
            return List.of();
        }
    }

    /** Bridges, tunnels and containers' interfaces come without a device behind them. */
    private static boolean isReal(Path path) {
        return Files.exists(path.resolve("device"));
    }

    private String invented() {
        CRC32 crc = new CRC32();
        crc.update(text(machineId).getBytes(StandardCharsets.UTF_8));
        return String.format("0200%08X", crc.getValue()); // 02: locally administered
    }

    private static String text(Path path) {
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            LOG.debug("{}: cannot read", path, e);
            return "";
        }
    }
}
