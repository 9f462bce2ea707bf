package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes a bundle with firmware for a simulated board: something to update it with. */
public final class NewFirmware {
    private static final String FILE = "host.bin";
    private static final String MANIFEST =
            "{\"name\":\"%s\",\"platform\":\"ccm_host\",\"parts\":{\"host_fw\":{\"type\":\"STM32\","
                    + "\"src\":\"%s\",\"addr\":%d,\"size\":%d,\"cs_sha256\":\"%s\"}}}";

    private NewFirmware() {}

    /** Writes it. */
    public static void write(Path bundle, int size, String version) throws IOException {
        byte[] image = SimFirmware.image(size, version, false, version.hashCode());
        String manifest =
                String.format(
                        MANIFEST, "host-" + version, FILE, ChipModel.FLASH, size, sha256(image));
        try (OutputStream file = Files.newOutputStream(bundle);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            add(zip, "manifest.json", manifest.getBytes(UTF_8));
            add(zip, FILE, image);
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
