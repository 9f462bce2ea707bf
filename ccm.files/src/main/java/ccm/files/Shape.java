package ccm.files;

import java.nio.charset.StandardCharsets;

/** How much of a file there is, as far as its own form tells. */
enum Shape {
    /** All of it. */
    WHOLE,
    /** Its end is missing. */
    BROKEN_OFF,
    /** It has no form that tells. */
    UNKNOWN;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int SEQUENCE = 0x30;
    private static final int LONG_LENGTH = 0x80;

    static Shape of(byte[] content) {
        if (content.length > 2 && content[0] == SEQUENCE && (content[1] & LONG_LENGTH) != 0) {
            return ofDer(content);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.contains(BEGIN) ? ofPem(text) : UNKNOWN;
    }

    private static Shape ofPem(String text) {
        int begin = text.lastIndexOf(BEGIN);
        int end = text.indexOf(END, begin);
        int close = end < 0 ? -1 : text.indexOf(DASHES, end + END.length());
        if (close < 0) {
            return BROKEN_OFF;
        }
        return text.substring(close + DASHES.length()).isBlank() ? WHOLE : UNKNOWN;
    }

    /** Compares with the length that the outermost element claims. */
    private static Shape ofDer(byte[] content) {
        int count = content[1] & ~LONG_LENGTH & 0xFF;
        if (count == 0 || count > Integer.BYTES || content.length < 2 + count) {
            return UNKNOWN;
        }
        long claimed = 2L + count;
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | content[2 + i] & 0xFF;
        }
        claimed += length;
        if (content.length == claimed) {
            return WHOLE;
        }
        return content.length < claimed ? BROKEN_OFF : UNKNOWN;
    }
}
