package ccm.cli.azure;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.setup.Again;
import ccm.cli.setup.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The device in a hub, seen through {@code az}.
 *
 * @param az absent when it is not installed
 * @param again how to go on when commands have been typed by hand
 */
record Hub(Optional<Az> az, String name, String device, Method method, String again) {
    /**
     * Makes the device, unless it is there already.
     *
     * @param thumbprint of its certificate; empty when the hub need not know it
     * @param replace true to give a device that is there this certificate
     * @throws FailedException says what to type when {@code az} cannot be used
     */
    void register(Work work, String thumbprint, boolean replace) throws FailedException {
        Az.Answer there = ask("show", List.of(), thumbprint);
        if (there.failed() && !new Refusal(name, there.error()).noDevice()) {
            throw failure(there.error(), thumbprint);
        }
        if (there.failed()) {
            answered("create", thumbprint);
            work.made("device " + device + " in the hub " + name, remove());
        } else if (known(there.value(), thumbprint)) {
            work.found("device " + device + " in the hub " + name);
        } else if (replace) {
            answered("update", thumbprint);
            work.made("another identity of device " + device + " in the hub " + name, "");
        } else {
            throw new FailedException(
                    device
                            + ": is in the hub "
                            + name
                            + " already, with another identity: another gateway may be using it."
                            + " Choose another name with --azure-device-id ID, or give this gateway"
                            + " its place with --azure-replace");
        }
    }

    /** The secret with which a device that has a key connects. */
    String connectionString() throws FailedException {
        List<String> words = words("connection-string", "show");
        Az.Answer answer = need("").ask(words);
        if (answer.failed()) {
            throw failure(answer.error(), "");
        }
        return answer.value()
                .text("connectionString")
                .orElseThrow(
                        () ->
                                new FailedException(
                                        shown(words)
                                                + ": answered without a connectionString. Copy the"
                                                + " device's primary connection string from the"
                                                + " portal, and type: ccm azure-iot-setup"
                                                + " --azure-cs -"));
    }

    /** What to type where {@code az} is, and then here. */
    String byHand(String thumbprint) {
        List<String> create = new ArrayList<>(words("create"));
        create.addAll(credential(thumbprint));
        String line = shown(create);
        if (method == Method.SAS) {
            line += "\n  " + shown(words("connection-string", "show"));
        }
        return "\nType where az is, and logged in:\n  " + line + "\nthen here:\n  " + again;
    }

    private void answered(String verb, String thumbprint) throws FailedException {
        Az.Answer answer = ask(verb, credential(thumbprint), thumbprint);
        if (answer.failed()) {
            throw failure(answer.error(), thumbprint);
        }
    }

    private Az.Answer ask(String verb, List<String> more, String thumbprint)
            throws FailedException {
        List<String> words = new ArrayList<>(words(verb));
        words.addAll(more);
        return need(thumbprint).ask(words);
    }

    private Az need(String thumbprint) throws FailedException {
        return az.orElseThrow(
                () ->
                        FailedException.yours(
                                "az: not found on this machine, so the hub was not asked. Install"
                                        + " the Azure CLI and type the same again, or do its part"
                                        + " by hand."
                                        + byHand(thumbprint)));
    }

    private boolean known(Json there, String thumbprint) {
        Json authentication = there.at("authentication").orElse(Json.NULL);
        Json prints = authentication.at("x509Thumbprint").orElse(Json.NULL);
        return authentication.text("type").orElse("").equalsIgnoreCase(method.type())
                && (thumbprint.isEmpty()
                        || prints.text("primaryThumbprint").orElse("").equalsIgnoreCase(thumbprint)
                        || prints.text("secondaryThumbprint")
                                .orElse("")
                                .equalsIgnoreCase(thumbprint));
    }

    private FailedException failure(String error, String thumbprint) {
        return new Refusal(name, error).why(byHand(thumbprint));
    }

    private List<String> words(String... verbs) {
        List<String> words = new ArrayList<>(List.of("iot", "hub", "device-identity"));
        words.addAll(List.of(verbs));
        words.addAll(List.of("--hub-name", name, "--device-id", device));
        return words;
    }

    private List<String> credential(String thumbprint) {
        List<String> words = new ArrayList<>(List.of("--auth-method", method.word()));
        if (!thumbprint.isEmpty()) {
            words.addAll(List.of("--primary-thumbprint", thumbprint));
        }
        return words;
    }

    private String remove() {
        return shown(words("delete"));
    }

    private static String shown(List<String> words) {
        return words.stream().map(Again::quoted).collect(Collectors.joining(" ", "az ", ""));
    }
}
