package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The signatures of a manifest, which stand beside it in its extra field. */
final class Signatures {
    private static final int FIELD = 0x293a;
    private static final int ALL_KEYS = -1;
    private static final byte[] NONE = {'{', '}'};

    private final BundleRules rules;

    Signatures(BundleRules rules) {
        this.rules = rules;
    }

    /** True when nothing unsigned may be taken. */
    boolean required() {
        for (int i = 0; i < Integer.SIZE; i++) {
            if (isRequired(i)) {
                return true;
            }
        }
        return false;
    }

    /** Refuses an image that has no manifest, and so no signatures, where one is required. */
    void refuseUnsigned() throws FirmwareException {
        if (required()) {
            throw refusal(
                    "an image alone cannot be signed, and update.sig_req_mask requires it. Pack it:"
                            + " create-fw-bundle --sign-key KEY");
        }
    }

    /** Checks all that are required, and those that are there and have a key. */
    void check(Archive archive, ArchiveEntry entry, byte[] manifest) throws FirmwareException {
        Optional<byte[]> local = ExtraFields.find(archive.localExtra(entry), FIELD);
        Optional<byte[]> central = ExtraFields.find(entry.extra(), FIELD);
        if (local.isPresent() && central.isPresent()) {
            if (!Arrays.equals(local.get(), central.get())) {
                throw refusal("the directory has other signatures than the file. Pack it again");
            }
        }
        byte[] text = local.or(() -> central).orElse(NONE);
        JsonNode signatures = new ManifestJson("the extra field of manifest.json").read(text);
        for (int i = 0; i < Integer.SIZE; i++) {
            check(i, signatures.path("sig" + i), manifest);
        }
    }

    private void check(int number, JsonNode signature, byte[] manifest) throws FirmwareException {
        String key = key(number);
        if (key.isEmpty()) {
            if (isRequired(number)) {
                throw refusal(
                        "update.sig_req_mask requires signature %d, and update.key%d is empty. Set the key, or the mask"
                                .formatted(number, number));
            }
            return;
        }
        if (signature.isMissingNode()) {
            if (isRequired(number)) {
                throw refusal(
                        "signature %d is missing. Sign it with the key of update.key%d: create-fw-bundle --sign-key KEY"
                                .formatted(number, number));
            }
            return;
        }
        if (!verifies(number, key, signature.asText(), manifest)) {
            throw refusal(
                    "signature %d is not made with the key of update.key%d, or the manifest was changed. Sign it again with that key"
                            .formatted(number, number));
        }
    }

    private boolean verifies(int number, String key, String signature, byte[] manifest)
            throws FirmwareException {
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(PublicKeys.read(number, key));
            check.update(manifest);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // not Base64, or not a signature at all
        }
    }

    private boolean isRequired(int number) {
        return rules.requiredSignatures() == ALL_KEYS
                ? !key(number).isEmpty()
                : (rules.requiredSignatures() >>> number & 1) != 0;
    }

    private String key(int number) {
        return number < rules.keys().size() ? rules.keys().get(number).strip() : "";
    }

    private static FirmwareException refusal(String found) {
        return new FirmwareException(Reason.BAD_SIGNATURE, "Invalid signature: " + found);
    }
}
