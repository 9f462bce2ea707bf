package ccm.parts.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** What certificates, requests and keys look like in a file. */
public final class PemText {
    private static final int LINE = 64;

    private PemText() {}

    /** One block, {@code CERTIFICATE} or {@code PRIVATE KEY} for example. */
    public static String of(String kind, byte[] content) {
        String body = Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    /** The content of the first block, of whatever kind. */
    public static byte[] content(String pem) {
        String body = pem.replaceAll("(?s).*?-----BEGIN [^-]*-----(.*?)-----END .*", "$1");
        return Base64.getMimeDecoder().decode(body);
    }
}
