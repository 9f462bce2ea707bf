package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands beside the manifest and not in it: signatures of it, and attributes. */
final class ExtraField {
    private static final short ID = 0x293a;
    private static final int HEADER = 4;
    private static final int LONGEST = 0xffff - HEADER;

    private final TreeMap<String, Json> members;

    ExtraField(Map<String, Json> attributes) {
        members = new TreeMap<>(attributes);
    }

    /**
     * Signs the manifest with each key.
     *
     * @param keys PEM files; the place of a key is the number of its signature, an empty name
     *     leaves one out
     */
    void sign(byte[] manifest, List<String> keys) throws FailedException {
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).isEmpty()) {
                members.put("sig" + i, new Json.Text(signature(manifest, keys.get(i))));
            }
        }
    }

    byte[] bytes() throws FailedException {
        if (members.isEmpty()) {
            return new byte[0];
        }
        byte[] json = new Json.Obj(members).compact().getBytes(UTF_8);
        if (json.length > LONGEST) {
            throw new FailedException(
                    "--extra-attr: " + json.length + " bytes in all; there is room for " + LONGEST);
        }
        return ByteBuffer.allocate(HEADER + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(ID)
                .putShort((short) json.length)
                .put(json)
                .array();
    }

    private static String signature(byte[] manifest, String file) throws FailedException {
        try {
            PrivateKey key =
                    new PemFile(Path.of(file))
                            .key()
                            .orElseThrow(() -> new IOException("no private key in it"));
            if (!key.getAlgorithm().equals("EC")) {
                throw new IOException("a key for " + key.getAlgorithm() + "; it must be for ECDSA");
            }
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(manifest);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException("--sign-key " + file + ": " + e.getMessage(), e);
        }
    }
}
