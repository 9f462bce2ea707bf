package ccm.sim.cloud.watson;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client id, taken apart.
 *
 * @param application false for a device
 * @param type of the device; empty for an application
 * @param id of the device or application
 */
record ClientId(boolean application, String organization, String type, String id) {
    static final String QUICKSTART = "quickstart";

    private static final String ID = "([A-Za-z0-9_.-]{1,36})";
    private static final Pattern DEVICE = Pattern.compile("d:([a-z0-9]+):" + ID + ":" + ID);
    private static final Pattern APPLICATION = Pattern.compile("[aA]:([a-z0-9]+):" + ID);

    /** Empty when it is none that the platform knows. */
    static Optional<ClientId> read(String text) {
        Matcher device = DEVICE.matcher(text);
        if (device.matches()) {
            return Optional.of(
                    new ClientId(false, device.group(1), device.group(2), device.group(3)));
        }
        Matcher application = APPLICATION.matcher(text);
        return application.matches()
                ? Optional.of(new ClientId(true, application.group(1), "", application.group(2)))
                : Optional.empty();
    }

    boolean quickstart() {
        return organization.equals(QUICKSTART);
    }

    /** What a certificate of the device is made out to. */
    String commonName() {
        return "d:" + type + ":" + id;
    }

    @Override
    public String toString() {
        return application
                ? "a:" + organization + ":" + id
                : "d:" + organization + ":" + type + ":" + id;
    }
}
