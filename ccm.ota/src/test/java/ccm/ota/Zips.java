package ccm.ota;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Bundles as vendors make them. */
final class Zips {
    private Zips() {}

    /** One part without a type. */
    static byte[] bundle(String version, long address, byte[] image) {
        return bundle(version, "", address, image);
    }

    static byte[] bundle(String version, String type, long address, byte[] image) {
        String manifest =
                "{\"name\":\"fw\",\"platform\":\"ccm_host\""
                        + (version.isEmpty() ? "" : ",\"version\":\"" + version + "\"")
                        + ",\"parts\":{\"host_fw\":{"
                        + (type.isEmpty() ? "" : "\"type\":\"" + type + "\",")
                        + "\"src\":\"fw.bin\",\"addr\":"
                        + address
                        + ",\"size\":"
                        + image.length
                        + ",\"cs_sha1\":\""
                        + sha1(image)
                        + "\"}}}";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
            put(zip, "fw.bin", image);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(java.time.LocalDateTime.of(2020, 1, 1, 0, 0)); // the same bytes again
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(data);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }

    private static String sha1(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
