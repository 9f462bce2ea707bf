package ccm.files;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells by the bytes of a file that it must not be read by anybody. */
final class SecretContent {
    private static final String KEY = "holds a private key";
    private static final String PASSWORDS = "holds password digests";

    /** PEM, OpenSSH, OpenPGP and SSH2 armour, its begin or its end. */
    private static final Pattern ARMOUR =
            Pattern.compile(
                    "(?:BEGIN|END)[^\\r\\n-]{0,40}PRIVATE\\s{1,8}KEY|PuTTY-User-Key-File",
                    Pattern.CASE_INSENSITIVE);

    /** A JSON Web Key with its private part, or a symmetric one. */
    private static final Pattern WEB_KEY =
            Pattern.compile("\"kty\"\\s{0,8}:.{0,8192}?\"[dk]\"\\s{0,8}:", Pattern.DOTALL);

    private static final Pattern WEB_KEY_TURNED =
            Pattern.compile("\"[dk]\"\\s{0,8}:.{0,8192}?\"kty\"\\s{0,8}:", Pattern.DOTALL);

    /** A line of an htdigest file: user, realm, MD5 or SHA-256. */
    private static final Pattern DIGEST =
            Pattern.compile(
                    "(?m)^[^:\\r\\n]{1,255}:[^:\\r\\n]{0,255}:(?:\\p{XDigit}{32}){1,2}\\s*$");

    /** DER keys begin with a sequence, in base64 with an M; without armour they are keys still. */
    private static final Pattern BARE = Pattern.compile("M[A-Za-z0-9+/=\\r\\n]{43,}");

    private static final int HEAD = 64; // base64 characters: enough to know a key by

    private SecretContent() {}

    /** What it holds, for people; empty when everybody may know it. */
    static Optional<String> in(byte[] content) {
        String text = text(content);
        if (ARMOUR.matcher(text).find()
                || WEB_KEY.matcher(text).find()
                || WEB_KEY_TURNED.matcher(text).find()
                || DerKeys.in(content)
                || bare(text)) {
            return Optional.of(KEY);
        }
        return DIGEST.matcher(text).find() ? Optional.of(PASSWORDS) : Optional.empty();
    }

    /** One byte a character, and without the zeros of texts in UTF-16. */
    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).replace("\0", "");
    }

    private static boolean bare(String text) {
        Matcher runs = BARE.matcher(text);
        while (runs.find()) {
            String run = runs.group().replaceAll("[\\r\\n=]", "");
            int end = Math.min(HEAD, run.length()) / 4 * 4;
            if (DerKeys.atStart(Base64.getDecoder().decode(run.substring(0, end)))) {
                return true;
            }
        }
        return false;
    }
}
