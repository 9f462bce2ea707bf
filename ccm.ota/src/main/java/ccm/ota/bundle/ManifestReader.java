package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Understands a manifest. */
final class ManifestReader {
    private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,10}");
    private static final long SPACE = 1L << 32;
    private static final int LONGEST_TEXT = 256;
    private static final int BYTES = 256;
    private static final int HEX_RADIX = 16;
    private static final String ANEW = ". Pack it with create-fw-bundle";

    private final JsonNode root;

    ManifestReader(byte[] text) throws FirmwareException {
        root = new ManifestJson("manifest.json").read(text);
    }

    /** What it says of the whole; the platform is there. */
    Manifest manifest() throws FirmwareException {
        if (!root.path("platform").isTextual()) {
            throw missing("platform", "Host firmware has --platform ccm_host");
        }
        return new Manifest(
                text(root, "name"),
                text(root, "platform"),
                text(root, "version"),
                text(root, "build_id"),
                text(root, "description"));
    }

    /** Its parts; one at least. */
    List<Part> parts() throws FirmwareException {
        JsonNode parts = root.path("parts");
        if (!parts.isObject() || parts.isEmpty()) {
            throw missing("parts", "Pack it with one: host_fw:src=FILE,addr=0x8000000");
        }
        List<Part> all = new ArrayList<>();
        Set<Map.Entry<String, JsonNode>> members = parts.properties();
        for (Map.Entry<String, JsonNode> part : members) {
            all.add(part(part.getKey(), part.getValue()));
        }
        return all;
    }

    private static Part part(String name, JsonNode part) throws FirmwareException {
        if (!part.isObject()) {
            throw wrong("part " + shortened(name), "is not an object");
        }
        String where = "part " + shortened(name);
        try {
            String file = text(part, "src");
            OptionalLong fill = number(part, "fill");
            if (fill.isPresent() && fill.getAsLong() >= BYTES) {
                throw wrong("fill", "is not a byte");
            }
            return new Part(
                    shortened(name),
                    text(part, "type"),
                    file.isEmpty() ? Optional.empty() : Optional.of(file),
                    number(part, "addr"),
                    number(part, "size"),
                    fill.isPresent() ? OptionalInt.of((int) fill.getAsLong()) : OptionalInt.empty(),
                    sum(part, "cs_sha1", 40),
                    sum(part, "cs_sha256", 64));
        } catch (FirmwareException e) {
            String found = e.getMessage().substring(Refusal.NO_MANIFEST.length() + 2);
            throw Refusal.of(Refusal.NO_MANIFEST, where + ": " + found, e);
        }
    }

    private static String text(JsonNode object, String member) throws FirmwareException {
        JsonNode value = object.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isContainerNode() || value.asText().length() > LONGEST_TEXT) {
            throw wrong(member, "is not a text of up to " + LONGEST_TEXT + " characters");
        }
        return value.asText();
    }

    /** A number, or the text of one: packers differ in how they write addresses. */
    private static OptionalLong number(JsonNode object, String member) throws FirmwareException {
        JsonNode value = object.path(member);
        if (value.isMissingNode()) {
            return OptionalLong.empty();
        }
        String text = value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
        long number = -1;
        if (HEX.matcher(text).matches()) {
            number = Long.parseLong(text.substring(2), HEX_RADIX);
        } else if (DECIMAL.matcher(text).matches()) {
            number = Long.parseLong(text);
        }
        if (number < 0 || number >= SPACE) {
            throw wrong(member, "is not a number below 2^32");
        }
        return OptionalLong.of(number);
    }

    private static String sum(JsonNode object, String member, int digits) throws FirmwareException {
        String sum = text(object, member).toLowerCase(Locale.ROOT);
        if (!sum.isEmpty() && !sum.matches("[0-9a-f]{" + digits + "}")) {
            throw wrong(member, "is not a sum of " + digits + " hex digits");
        }
        return sum;
    }

    private static String shortened(String name) {
        return name.length() > 50 ? name.substring(0, 50) + "…" : name;
    }

    private static FirmwareException missing(String member, String remedy) {
        return Refusal.of(Refusal.MISSING, member + ". " + remedy);
    }

    private static FirmwareException wrong(String member, String found) {
        return Refusal.of(Refusal.NO_MANIFEST, member + " " + found + ANEW);
    }
}
