package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The devices and the keys of one account, kept in a folder: the token of the first device in
 * {@code token.txt}, the first key in {@code apikey.txt}, and all there are in {@code
 * account.json}. On the server's thread.
 */
final class Account {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECRET_BYTES = 16;
    private static final int NAME_BYTES = 4;
    private static final String BEARER = "Bearer ";

    private final Path folder;
    private final Map<String, MdashDevice> devices = new LinkedHashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>(); // by their ids

    private Account(Path folder) {
        this.folder = folder;
    }

    /**
     * The one of a folder, made if absent.
     *
     * @param first device that there is in any case
     */
    static Account in(Path folder, String first) throws IOException {
        Files.createDirectories(folder);
        Account account = new Account(folder);
        account.load();
        MdashDevice device =
                new MdashDevice(first, secret(folder.resolve("token.txt")), first); // a file wins
        account.devices.put(first, device);
        account.keys.put("first", secret(folder.resolve("apikey.txt")));
        account.save();
        return account;
    }

    private static String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, random(SECRET_BYTES));
        }
        return Files.readString(file).trim();
    }

    private static String random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Collection<MdashDevice> devices() {
        return devices.values();
    }

    Optional<MdashDevice> device(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    /** The device that comes with such a request. */
    Optional<MdashDevice> caller(WebRequest request) {
        Optional<String> said = request.header("authorization");
        return devices.values().stream()
                .filter(each -> said.equals(Optional.of(BEARER + each.token())))
                .findFirst();
    }

    /** True when it has a key: in a header, or in its query. */
    boolean allows(WebRequest request) {
        Optional<String> said =
                Optional.ofNullable(request.query().get("access_token"))
                        .or(
                                () ->
                                        request.header("authorization")
                                                .filter(each -> each.startsWith(BEARER))
                                                .map(each -> each.substring(BEARER.length())));
        return said.filter(keys::containsValue).isPresent();
    }

    MdashDevice create(String name) {
        String id = "d" + random(NAME_BYTES);
        MdashDevice made = new MdashDevice(id, random(SECRET_BYTES), name.isEmpty() ? id : name);
        devices.put(id, made);
        save();
        return made;
    }

    /** Forgets one, whose token is worth nothing any more. */
    void remove(MdashDevice device) {
        devices.remove(device.id());
        save();
    }

    Map<String, String> keys() {
        return keys;
    }

    /** The id of a new key. */
    String createKey() {
        String id = "k" + random(NAME_BYTES);
        keys.put(id, random(SECRET_BYTES));
        save();
        return id;
    }

    boolean removeKey(String id) {
        boolean known = keys.remove(id) != null;
        save();
        return known;
    }

    void save() {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode tokens = all.putObject("devices");
        devices.values()
                .forEach(
                        each ->
                                tokens.putObject(each.id())
                                        .put("token", each.token())
                                        .put("name", each.name()));
        ObjectNode secrets = all.putObject("keys");
        keys.forEach(secrets::put);
        try {
            Path aside = folder.resolve("account.json.new");
            Files.writeString(aside, all.toPrettyString());
            Files.move(aside, file(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load() throws IOException {
        if (!Files.exists(file())) {
            return;
        }
        JsonNode all = JSON.readTree(file().toFile());
        all.path("devices")
                .properties()
                .forEach(
                        each ->
                                devices.put(
                                        each.getKey(),
                                        new MdashDevice(
                                                each.getKey(),
                                                each.getValue().path("token").asText(),
                                                each.getValue().path("name").asText())));
        all.path("keys")
                .properties()
                .forEach(each -> keys.put(each.getKey(), each.getValue().asText()));
    }

    private Path file() {
        return folder.resolve("account.json");
    }
}
