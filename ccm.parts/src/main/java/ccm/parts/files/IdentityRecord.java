package ccm.parts.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells what the device got for itself with the vendor's settings, so that a factory reset leaves
 * it for as long as the vendor's settings still want it. The launcher reads it.
 */
public final class IdentityRecord {
    private IdentityRecord() {}

    /**
     * Writes it, in place of an older one.
     *
     * @param data the data folder
     * @param name whose it is
     * @param when texts that must all be values of the vendor's settings
     * @param files names of files in {@code files/}; one that is changed later is not meant
     */
    public static void write(Path data, String name, List<String> when, List<String> files)
            throws IOException {
        StringBuilder text = new StringBuilder();
        when.forEach(value -> text.append("when ").append(value).append('\n'));
        for (String file : files) {
            byte[] content = Files.readAllBytes(data.resolve("files").resolve(file));
            text.append("file ").append(sha256(content)).append(' ').append(file).append('\n');
        }
        Path folder = data.resolve("identity");
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        new AtomicFile(folder.resolve(name)).write(text.toString().getBytes(UTF_8));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
