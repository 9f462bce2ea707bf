package ccm.cloud.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A topic of the host as a folder of the cloud: what no folder may have in it is %-encoded. */
final class Folder {
    private static final String PLAIN = "-_.~/";
    private static final String HEX = "0123456789ABCDEF";
    private static final int RADIX = 16;
    private static final int LENGTH = 3; // of %20

    private Folder() {}

    static String encode(String topic) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : topic.getBytes(UTF_8)) {
            char c = (char) (each & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
        return encoded.toString();
    }

    /** The reverse; what is no encoding stays as it is. */
    static String decode(String folder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] text = folder.getBytes(UTF_8);
        for (int i = 0; i < text.length; i++) {
            int value = text[i] == '%' ? hex(text, i + 1) : -1;
            if (value < 0) {
                bytes.write(text[i]);
            } else {
                bytes.write(value);
                i += LENGTH - 1;
            }
        }
        return bytes.toString(UTF_8);
    }

    private static int hex(byte[] text, int at) {
        if (at + 2 > text.length) {
            return -1;
        }
        int high = Character.digit((char) text[at], RADIX);
        int low = Character.digit((char) text[at + 1], RADIX);
        return high < 0 || low < 0 ? -1 : high * RADIX + low;
    }
}
