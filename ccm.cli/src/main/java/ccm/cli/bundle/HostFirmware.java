package ccm.cli.bundle;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Firmware for the host as it came from a compiler, or packed already. */
public final class HostFirmware {
    private static final String PART = "host_fw";
    private static final String ADDRESS = "addr";

    private HostFirmware() {}

    /**
     * The bundle that a file is, or that is made of it.
     *
     * @param address where a raw image belongs
     */
    public static byte[] bundle(Path file, Optional<String> address, Terminal terminal)
            throws UsageException, FailedException {
        byte[] content = content(file);
        if (content.length > 1 && content[0] == 'P' && content[1] == 'K') {
            if (address.isPresent()) {
                throw new UsageException(
                        "--addr: " + file + " is a bundle and says itself where it belongs");
            }
            return content;
        }
        return packed(file, address, terminal);
    }

    private static byte[] packed(Path file, Optional<String> address, Terminal terminal)
            throws UsageException, FailedException {
        Map<String, Json> attributes = new LinkedHashMap<>();
        attributes.put("src", new Json.Text(file.toAbsolutePath().toString()));
        address.ifPresent(text -> attributes.put(ADDRESS, Values.of(text)));
        List<Part> parts = new PartFiles(Path.of(""), terminal).read(PART, attributes);
        Bundle bundle = new Bundle();
        bundle.set("name", new Json.Text(parts.get(0).file().replaceFirst("\\.[^.]*$", "")));
        bundle.set("platform", new Json.Text("ccm_host"));
        for (Part part : parts) {
            if (!part.attributes().containsKey(ADDRESS)) {
                throw new UsageException(
                        file + ": does not say where it belongs. Type --addr 0x8000000");
            }
            Map<String, Json> typed = new LinkedHashMap<>(part.attributes());
            typed.put("type", new Json.Text("STM32"));
            bundle.add(new Part(part.name(), typed, part.content()));
        }
        bundle.check();
        ZipArchive archive = new ZipArchive(true);
        archive.add("manifest.json", bundle.manifest(), new byte[0]);
        for (Part part : bundle.parts()) {
            archive.add(part.file(), part.content(), new byte[0]);
        }
        return archive.bytes();
    }

    private static byte[] content(Path file) throws FailedException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FailedException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
