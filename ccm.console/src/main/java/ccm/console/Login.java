package ccm.console;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * The one user of the console. There is no default password: the first start makes one, shows it
 * once and keeps its hash in {@code config/console.json}.
 */
final class Login {
    static final String USER = "admin";

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"; // none that look alike
    private static final int GROUPS = 5;
    private static final int GROUP = 4;

    private final PasswordHash hash;
    private volatile byte[] known = {}; // the digest of the last login that was right

    private Login(PasswordHash hash) {
        this.hash = hash;
    }

    /**
     * Reads the login, or makes it.
     *
     * @param show is given a new password, once
     */
    static Login in(Path data, Consumer<String> show) throws IOException {
        AtomicFile file = new AtomicFile(data.resolve("config").resolve("console.json"));
        Files.createDirectories(file.path().getParent());
        if (!Files.exists(file.path())) {
            return make(file, show);
        }
        try {
            JsonNode json = new ObjectMapper().readTree(file.path().toFile());
            return new Login(PasswordHash.parse(json.path("hash").asText()));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    file.path()
                            + ": cannot be read. Delete it, and the next start makes a new password",
                    e);
        }
    }

    boolean matches(String user, String password) {
        byte[] digest = hash.digest(user + ":" + password);
        if (java.security.MessageDigest.isEqual(digest, known)) {
            return true;
        }
        boolean right = hash.matches(password) && USER.equals(user);
        if (right) {
            known = digest;
        }
        return right;
    }

    private static Login make(AtomicFile file, Consumer<String> show) throws IOException {
        String password = random();
        PasswordHash hash = PasswordHash.of(password);
        ObjectMapper json = new ObjectMapper();
        file.write(
                json.writeValueAsBytes(
                        json.createObjectNode().put("user", USER).put("hash", hash.text())));
        show.accept(password);
        return new Login(hash);
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            text.append(i > 0 && i % GROUP == 0 ? "-" : "")
                    .append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
