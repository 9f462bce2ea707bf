package ccm.cli.bundle;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.parts.firmware.ImageException;
import ccm.parts.firmware.Images;
import ccm.parts.firmware.MemoryImage;
import ccm.parts.firmware.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes parts out of files; one with far gaps in it becomes several. */
final class PartFiles {
    private static final int FILLED_GAP = 512; // a smaller gap does not make another part

    private final Path folder;
    private final Terminal terminal;

    /**
     * Makes one.
     *
     * @param folder where the files are
     * @param terminal where doubts are told
     */
    PartFiles(Path folder, Terminal terminal) {
        this.folder = folder;
        this.terminal = terminal;
    }

    List<Part> read(String name, Map<String, Json> attributes) throws FailedException {
        Json source = attributes.get("src");
        if (source == null || source.plain().isEmpty()) {
            return List.of(new Part(name, attributes, new byte[0]));
        }
        Path file = folder.resolve(source.plain());
        byte[] content = content(name, file);
        boolean addressGiven = attributes.containsKey("addr");
        checkAddress(name, attributes);
        Optional<MemoryImage> image;
        try {
            image = Images.read(file.toString(), content, addressGiven);
        } catch (ImageException e) {
            throw new FailedException(name + ": " + file + ": " + e.getMessage(), e);
        }
        if (image.isPresent()) {
            return parts(name, attributes, file, image.get().segments(FILLED_GAP));
        }
        if (!addressGiven && isText(attributes.get("type"), "STM32")) {
            terminal.err()
                    .println(
                            "ccm: %s: %s does not say where it belongs. Type addr=0x8000000"
                                    .formatted(name, file));
        }
        return List.of(new Part(name, with(attributes, file.getFileName().toString()), content));
    }

    private static boolean isText(Json value, String text) {
        return new Json.Text(text).equals(value);
    }

    private List<Part> parts(
            String name, Map<String, Json> attributes, Path file, List<Segment> segments)
            throws FailedException {
        if (segments.isEmpty()) {
            throw new FailedException(name + ": " + file + ": no data in it");
        }
        String base = file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
        long first = segments.get(0).address();
        Json given = attributes.get("addr");
        if (given != null && !given.plain().equals(Long.toString(first))) {
            terminal.err()
                    .println(
                            "ccm: %s: addr is %s, and %s says %s, which counts"
                                    .formatted(name, given.plain(), file, MemoryImage.hex(first)));
        }
        List<Part> parts = new ArrayList<>();
        for (Segment segment : segments) {
            int number = parts.size();
            boolean alone = segments.size() == 1;
            Map<String, Json> own =
                    with(attributes, base + (alone ? ".bin" : "." + number + ".bin"));
            own.put("addr", new Json.Literal(Long.toString(segment.address())));
            parts.add(new Part(number == 0 ? name : name + "_" + number, own, segment.bytes()));
        }
        return parts;
    }

    private static void checkAddress(String name, Map<String, Json> attributes)
            throws FailedException {
        Json address = attributes.getOrDefault("addr", new Json.Literal("0"));
        boolean number = address instanceof Json.Literal && address.plain().matches("\\d+");
        if (!number) {
            throw new FailedException(
                    name
                            + ": addr="
                            + address.plain()
                            + ": not an address. Type a number below 2^32, as 0x8000000");
        }
    }

    private static Map<String, Json> with(Map<String, Json> attributes, String file) {
        Map<String, Json> own = new LinkedHashMap<>(attributes);
        own.put("src", new Json.Text(file));
        return own;
    }

    private static byte[] content(String name, Path file) throws FailedException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new FailedException(
                    name + ": " + file + ": no such file. See src and --src-dir", e);
        } catch (IOException e) {
            throw new FailedException(name + ": " + file + ": cannot be read", e);
        }
    }
}
