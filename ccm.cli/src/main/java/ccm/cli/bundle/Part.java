package ccm.cli.bundle;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a bundle.
 *
 * @param attributes what its members in the manifest are to be
 * @param content the file of it; empty when it has none, as a part that is only filled
 */
record Part(String name, Map<String, Json> attributes, byte[] content) {
    /** Members that devices know, in the order in which they are written. */
    private static final List<String> KNOWN =
            List.of(
                    "type",
                    "src",
                    "addr",
                    "size",
                    "fill",
                    "flash",
                    "cs_sha1",
                    "cs_sha256",
                    "fs_size",
                    "fs_block_size",
                    "fs_erase_size",
                    "fs_page_size",
                    "encrypt",
                    "ptn",
                    "falloc",
                    "sig",
                    "sig_cert",
                    "sign");

    private static final List<String> NOTHING = List.of("\"\"", "0", "false");

    boolean hasFile() {
        return attributes.containsKey("src");
    }

    /** The name of its file in the archive. */
    String file() {
        return attributes.getOrDefault("src", new Json.Text("")).plain();
    }

    /** The member of the manifest; sums are computed here, whatever was said. */
    Json manifest() throws FailedException {
        TreeMap<String, Json> rest = new TreeMap<>(attributes);
        if (hasFile()) {
            rest.put("size", new Json.Literal(Integer.toString(content.length)));
            rest.put("cs_sha1", new Json.Text(sum("SHA-1")));
            rest.put("cs_sha256", new Json.Text(sum("SHA-256")));
        }
        Json.Obj object = new Json.Obj();
        for (String name : KNOWN) {
            Json value = rest.remove(name);
            if (value != null && !NOTHING.contains(value.compact())) {
                object.put(name, value);
            }
        }
        rest.forEach(object::put);
        return object;
    }

    private String sum(String algorithm) throws FailedException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new FailedException(algorithm + ": this Java does not know it", e);
        }
    }
}
