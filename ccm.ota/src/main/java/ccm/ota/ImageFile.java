package ccm.ota;

import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareSegment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** An image as bytes: its segments, and a SHA-256 over them at the end. */
final class ImageFile {
    private static final int MAGIC = 0x43434D31; // CCM1
    private static final int HASH = 32;
    private static final int NAME = 16;

    private ImageFile() {}

    static byte[] encode(FirmwareImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(image.segments().size());
        for (FirmwareSegment segment : image.segments()) {
            out.writeLong(segment.address());
            out.writeInt(segment.data().length);
            out.write(segment.data());
        }
        out.write(hash(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    /**
     * Reads it back.
     *
     * @throws IOException it is damaged
     */
    static FirmwareImage decode(byte[] bytes) throws IOException {
        int length = bytes.length - HASH;
        if (length < 0
                || !Arrays.equals(
                        hash(bytes, length), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw new IOException("is damaged: its checksum is wrong");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        if (in.readInt() != MAGIC) {
            throw new IOException("is no image of this version");
        }
        List<FirmwareSegment> segments = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            long address = in.readLong();
            segments.add(new FirmwareSegment(address, in.readNBytes(in.readInt())));
        }
        return new FirmwareImage(segments);
    }

    /** A name that says what is in it. */
    static String name(byte[] encoded) {
        byte[] hash = Arrays.copyOfRange(encoded, encoded.length - HASH, encoded.length);
        return HexFormat.of().formatHex(hash).substring(0, NAME) + ".img";
    }

    private static byte[] hash(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
