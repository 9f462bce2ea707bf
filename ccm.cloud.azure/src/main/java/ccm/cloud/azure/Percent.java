package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Percent-encoding of RFC 3986: all but the unreserved characters, in upper-case hex. */
final class Percent {
    private static final String UNRESERVED = "-_.~";
    private static final String HEX = "0123456789ABCDEF";
    private static final int HEX_RADIX = 16;
    private static final int LENGTH = 3; // of %2F

    private Percent() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(UTF_8)) {
            char c = (char) (each & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
        return encoded.toString();
    }

    /** The reverse; what is no encoding stays as it is. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            int value = text.charAt(i) == '%' ? hex(text, i + 1) : -1;
            if (value >= 0) {
                bytes.write(value);
                i += LENGTH;
            } else {
                int point = text.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
                i += Character.charCount(point);
            }
        }
        return bytes.toString(UTF_8);
    }

    private static int hex(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), HEX_RADIX);
        int low = Character.digit(text.charAt(at + 1), HEX_RADIX);
        return high < 0 || low < 0 ? -1 : high * HEX_RADIX + low;
    }
}
