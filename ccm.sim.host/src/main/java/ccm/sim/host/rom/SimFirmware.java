package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Firmware for a simulated board: a vector table, a tag in plain text that says how it behaves, and
 * bytes without meaning. A board runs it only when it is whole.
 *
 * <p>The tag is {@code CCMSIM{"version":"1.2.3"}} within the first 4 KiB. {@code "mute":true} makes
 * firmware that never answers. With {@code "size"} and {@code "crc"} (CRC-32 of that many bytes, as
 * eight hexadecimal digits, taken with these digits as zeros) damaged firmware does not run.
 *
 * @param version what it says its version is
 * @param mute true when it never answers
 */
public record SimFirmware(String version, boolean mute) {
    /** The smallest that {@link #image} makes. */
    public static final int MIN_SIZE = 512;

    private static final int TAG_AT = 0x100;
    private static final int TAG_WITHIN = 4096;
    private static final long STACK = 0x2000_1000L; // in the RAM of every part
    private static final int THUMB = 1;
    private static final String NO_CRC = "00000000";
    private static final byte[] MARK = "CCMSIM{".getBytes(ISO_8859_1);
    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]*)\"");
    private static final Pattern SIZE = Pattern.compile("\"size\":(\\d{1,8})");
    private static final Pattern CRC = Pattern.compile("\"crc\":\"([0-9A-F]{8})\"");

    /**
     * Makes firmware for the beginning of any part's flash.
     *
     * @param size bytes, at least {@link #MIN_SIZE}
     * @param version anything without quotes, at most 64 characters
     * @param mute true for firmware that never answers
     * @param seed the same seed gives the same bytes
     */
    public static byte[] image(int size, String version, boolean mute, long seed) {
        if (size < MIN_SIZE) {
            throw new IllegalArgumentException(
                    "size: " + size + " is less than " + MIN_SIZE + " bytes");
        }
        if (version.length() > 64 || version.indexOf('"') >= 0) {
            throw new IllegalArgumentException(
                    "version: " + version + " is longer than 64 characters, or has a quote");
        }
        byte[] image = new byte[size];
        new Random(seed).nextBytes(image);
        ByteBuffer.wrap(image)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) STACK)
                .putInt((int) (ChipModel.FLASH + TAG_AT / 2 + THUMB));
        String tag =
                "CCMSIM{\"version\":\""
                        + version
                        + "\",\"mute\":"
                        + mute
                        + ",\"size\":"
                        + size
                        + ",\"crc\":\"";
        byte[] text = (tag + NO_CRC + "\"}\0").getBytes(ISO_8859_1);
        System.arraycopy(text, 0, image, TAG_AT, text.length);
        byte[] crc = crc(image, size).getBytes(ISO_8859_1);
        System.arraycopy(crc, 0, image, TAG_AT + tag.length(), crc.length);
        return image;
    }

    /** What runs when a chip with this in its flash is started; empty when nothing does. */
    static Optional<SimFirmware> in(byte[] flash, ChipSpec spec) {
        ByteBuffer words = ByteBuffer.wrap(flash).order(ByteOrder.LITTLE_ENDIAN);
        long stack = Integer.toUnsignedLong(words.getInt());
        long start = Integer.toUnsignedLong(words.getInt());
        boolean runs =
                stack > spec.ram
                        && stack <= spec.ram + spec.ramSize
                        && stack % 4 == 0
                        && start % 2 == THUMB
                        && start >= ChipModel.FLASH
                        && start < ChipModel.FLASH + flash.length;
        return runs ? tagged(flash) : Optional.empty();
    }

    private static Optional<SimFirmware> tagged(byte[] flash) {
        int at = find(flash);
        if (at < 0) {
            return Optional.empty();
        }
        int end = at;
        while (end < flash.length && flash[end] != '}' && end - at < 256) {
            end++;
        }
        String tag = new String(flash, at, end - at, ISO_8859_1);
        Matcher size = SIZE.matcher(tag);
        Matcher crc = CRC.matcher(tag);
        if (size.find() && crc.find()) {
            int length = Integer.parseInt(size.group(1));
            if (length > flash.length) {
                return Optional.empty();
            }
            byte[] image = Arrays.copyOf(flash, length);
            int digits = at + crc.start(1);
            if (digits + NO_CRC.length() > length) {
                return Optional.empty();
            }
            System.arraycopy(NO_CRC.getBytes(ISO_8859_1), 0, image, digits, NO_CRC.length());
            if (!crc(image, length).equals(crc.group(1))) {
                return Optional.empty();
            }
        }
        Matcher version = VERSION.matcher(tag);
        return Optional.of(
                new SimFirmware(
                        version.find() ? version.group(1) : "", tag.contains("\"mute\":true")));
    }

    private static int find(byte[] flash) {
        for (int at = 8; at < Math.min(TAG_WITHIN, flash.length - MARK.length); at++) {
            if (Arrays.equals(flash, at, at + MARK.length, MARK, 0, MARK.length)) {
                return at;
            }
        }
        return -1;
    }

    private static String crc(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return String.format("%08X", crc.getValue());
    }
}
