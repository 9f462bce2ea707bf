package ccm.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that a reset leaves: those that the vendor's settings name, and what the device got for
 * itself with the vendor's settings, a certificate by a claim for one.
 *
 * <p>The latter are told by records {@code identity/NAME}: lines {@code when TEXT}, each a text
 * that the vendor's settings must hold, and {@code file SHA256 NAME}, each a file as it was then.
 */
record Lasting(Set<Path> paths) {
    private static final int VENDOR_LAYERS = 8;
    private static final int FILE_WORDS = 3;

    static Lasting of(Path data, List<String> told) throws IOException {
        Set<String> said = new HashSet<>();
        for (String text : told) {
            said.addAll(JsonTexts.of(text));
        }
        for (int level = 1; level <= VENDOR_LAYERS; level++) {
            for (String ending : List.of(".json", ".json.bak")) {
                Path layer = data.resolve("config/conf" + level + ending);
                if (Files.exists(layer)) {
                    said.addAll(JsonTexts.of(JsonTexts.read(layer)));
                }
            }
        }
        Set<Path> paths = new HashSet<>();
        for (Path file : files(data.resolve("files"))) {
            String name = file.getFileName().toString();
            if (said.contains(name)
                    || said.contains("@" + name) // as rpc.acl has it
                    || said.contains(file.toString())) {
                paths.add(file);
            }
        }
        for (Path file : files(data.resolve("identity"))) {
            if (!file.getFileName().toString().contains(".")) {
                take(data, file, said, paths);
            }
        }
        return new Lasting(paths);
    }

    boolean has(Path file) {
        return paths.contains(file);
    }

    private static void take(Path data, Path record, Set<String> said, Set<Path> paths)
            throws IOException {
        List<String> lines = Files.readAllLines(record);
        boolean vendors =
                lines.stream()
                        .filter(line -> line.startsWith("when "))
                        .allMatch(line -> said.contains(line.substring("when ".length())));
        if (!vendors) {
            return;
        }
        paths.add(record);
        for (String line : lines) {
            String[] words = line.split(" ", FILE_WORDS);
            if (words[0].equals("file") && words.length == FILE_WORDS) {
                Path file = data.resolve("files").resolve(words[2]);
                if (Files.isRegularFile(file) && sha256(file).equals(words[1])) {
                    paths.add(file);
                }
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested =
                        new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
