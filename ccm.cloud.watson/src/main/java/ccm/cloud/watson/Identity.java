package ccm.cloud.watson;

import ccm.api.cloud.CloudException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a device is to the platform.
 *
 * @param organization six signs, or {@code quickstart}
 * @param type of device
 * @param device its id within the type
 */
record Identity(String organization, String type, String device) {
    private static final String GUESTS = "quickstart";
    private static final String FORM = "d:ORG:TYPE:DEVICE";
    private static final Pattern PARTS = Pattern.compile("d:([^:]*):([^:]*):([^:]*)");
    private static final Pattern ORGANIZATION = Pattern.compile("[A-Za-z0-9]{6}|" + GUESTS);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,36}");

    /** Whether a client id is of the organization for everybody. */
    static boolean quickstart(String clientId) {
        return clientId.startsWith("d:" + GUESTS + ":");
    }

    /**
     * Takes a client id apart.
     *
     * @throws CloudException it is none of a device: names the part that is wrong
     */
    static Identity of(String clientId) throws CloudException {
        if (clientId.isEmpty()) {
            throw fault("is empty. write " + FORM + " with the names of the registration");
        }
        if (clientId.matches("[gaA]:.*")) {
            throw fault(
                    "is \""
                            + clientId
                            + "\", that of "
                            + (clientId.startsWith("g") ? "a gateway" : "an application")
                            + ". CCM connects as a device: register one and write "
                            + FORM);
        }
        Matcher parts = PARTS.matcher(clientId);
        if (!parts.matches()) {
            throw fault("is \"" + clientId + "\". write " + FORM + ", four parts with colons");
        }
        String said = "is \"" + clientId + "\": ";
        if (!ORGANIZATION.matcher(parts.group(1)).matches()) {
            throw fault(
                    said
                            + "\""
                            + parts.group(1)
                            + "\" is no organization. write its six letters and digits, or "
                            + GUESTS);
        }
        for (int part = 2; part <= parts.groupCount(); part++) {
            if (!ID.matcher(parts.group(part)).matches()) {
                throw fault(
                        said
                                + "\""
                                + parts.group(part)
                                + "\" is no "
                                + (part == 2 ? "type" : "device")
                                + ". the platform takes 1 to 36 letters, digits and -_. there");
            }
        }
        return new Identity(parts.group(1), parts.group(2), parts.group(3));
    }

    private static CloudException fault(String text) {
        return WatsonSettings.fault("client_id", text);
    }

    @Override
    public String toString() {
        return "d:" + organization + ":" + type + ":" + device;
    }
}
