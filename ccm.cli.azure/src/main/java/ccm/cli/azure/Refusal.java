package ccm.cli.azure;

import ccm.cli.line.FailedException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Why {@code az} did not do what it was asked.
 *
 * @param hub that it was about
 * @param error what it said
 */
record Refusal(String hub, String error) {
    private static final String AGAIN = ", and then the same again";

    /** True when the hub is there, and the device is not. */
    boolean noDevice() {
        return says("DeviceNotFound") || status("404", "404001");
    }

    /**
     * Says it to people.
     *
     * @param byHand how to do its part by hand
     */
    FailedException why(String byHand) {
        if (says("az login")) {
            return FailedException.yours(
                    "az: is not logged in. Type az login"
                            + AGAIN
                            + ". Or do its part by hand."
                            + byHand);
        }
        if (says("'device-identity'", "extension add", "requires the extension")) {
            return FailedException.yours(
                    "az: has no extension for IoT. Type az extension add --name azure-iot" + AGAIN);
        }
        if (says("Unable to find IoT Hub", "No IoT Hub found", "ResourceNotFound")) {
            return new FailedException(
                    hub
                            + ": az knows no such hub. What there is: az iot hub list -o table."
                            + " Another subscription: az account set --subscription ID");
        }
        String last = error.substring(error.lastIndexOf('\n') + 1).strip();
        if (says("Unauthorized", "Forbidden", "AuthorizationFailed") || status("401", "403")) {
            return new FailedException(
                    hub
                            + ": whoever is logged in to az may not manage its devices; the role IoT"
                            + " Hub Registry Contributor may. az said: "
                            + last);
        }
        return new FailedException(hub + ": was not changed. az said: " + last);
    }

    /** A number that stands alone: names of devices have digits, too. */
    private boolean status(String... numbers) {
        return Arrays.stream(numbers)
                .map(each -> Pattern.compile("(?<![\\w.-])" + each + "(?![\\w-])"))
                .anyMatch(each -> each.matcher(error).find());
    }

    private boolean says(String... parts) {
        return Arrays.stream(parts).anyMatch(error::contains);
    }
}
