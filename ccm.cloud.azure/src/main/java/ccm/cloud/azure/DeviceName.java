package ccm.cloud.azure;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which ids a hub takes for a device. */
final class DeviceName {
    /** Of the signs that a hub allows, all but # and +, which are wildcards in our topics. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9\\-.%_*?!(),:=@$']{1,128}");

    private DeviceName() {}

    /** Why it is none; empty when it is one. */
    static Optional<String> fault(String id) {
        return FORM.matcher(id).matches()
                ? Optional.empty()
                : Optional.of(
                        "is \""
                                + id
                                + "\". a hub takes up to 128 letters, digits and -.%_*?!(),:=@$'");
    }
}
