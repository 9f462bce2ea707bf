package ccm.core.access;

import ccm.api.access.DigestResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two ways to digest a login. */
enum Digests {
    MD5("MD5", 32),
    SHA256("SHA-256", 64);

    private static final String QOP = "auth";

    private final String title;
    private final int digits;

    Digests(String title, int digits) {
        this.title = title;
        this.digits = digits;
    }

    /** What it is called on the wire. */
    String title() {
        return title;
    }

    /** True for the text of such a digest. */
    boolean made(String text) {
        return text.length() == digits && text.chars().allMatch(HexFormat::isHexDigit);
    }

    /** What is kept of a password. */
    String ha1(String user, String realm, String password) {
        return of(user + ":" + realm + ":" + password);
    }

    /** What somebody who knows the password answers. */
    String response(String ha1, DigestResponse given) {
        String ha2 = of(given.method() + ":" + given.uri());
        return of(String.join(":", ha1, given.nonce(), given.nc(), given.cnonce(), QOP, ha2));
    }

    private String of(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(title);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) { // every Java runtime has both
            throw new IllegalStateException(e);
        }
    }
}
