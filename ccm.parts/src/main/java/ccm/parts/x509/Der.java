package ccm.parts.x509;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few elements of ASN.1 DER (ITU-T X.690) that certificates are made of. */
public final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    public static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    public static byte[] set(byte[]... parts) {
        return element(0x31, parts);
    }

    public static byte[] octets(byte[]... parts) {
        return element(0x04, parts);
    }

    /** Bits, of which the last byte uses all eight. */
    public static byte[] bits(byte[] content) {
        return element(0x03, new byte[] {0}, content);
    }

    public static byte[] integer(byte[] value) {
        return element(0x02, value);
    }

    public static byte[] text(String text) {
        return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] time(Instant time) {
        return element(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] yes() {
        return element(0x01, new byte[] {(byte) 0xff});
    }

    /** Written as {@code 2.5.4.3}. */
    public static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(40 * Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (number >>> shift != 0) {
                    out.write(0x80 | number >>> shift & 0x7f);
                }
            }
            out.write(number & 0x7f);
        }
        return element(0x06, out.toByteArray());
    }

    /** An element of any tag. */
    public static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 0xffff) {
            throw new IllegalArgumentException(length + " bytes: too long for a certificate");
        } else if (length > 0xff) {
            out.write(0x82);
            out.write(length >>> 8);
        } else if (length > 0x7f) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
