package ccm.sim.cloud.azure;

/**
 * What the provisioning service knows of one registration, or of a group of them.
 *
 * @param access how the device says who it is; of a group, the key that those of devices are made
 *     of
 * @param group true for a group
 * @param device id at the hub; empty for the registration's own
 * @param state what becomes of those who register
 */
public record Enrollment(HubAccess access, boolean group, String device, State state) {
    /** What becomes of those who register. */
    public enum State {
        /** They get a hub. */
        ASSIGNED,
        /** They are told that they are disabled. */
        DISABLED,
        /** They are told that it failed. */
        FAILED
    }

    /** One registration, which gets a hub. */
    public static Enrollment individual(HubAccess access) {
        return new Enrollment(access, false, "", State.ASSIGNED);
    }

    /** A group, of which all get a hub. */
    public static Enrollment group(HubAccess access) {
        return new Enrollment(access, true, "", State.ASSIGNED);
    }

    /** The same with another end. */
    public Enrollment state(State other) {
        return new Enrollment(access, group, device, other);
    }

    /** The same, with this id at the hub. */
    public Enrollment device(String id) {
        return new Enrollment(access, group, id, state);
    }

    /** How this registration says who it is. */
    HubAccess of(String registration) {
        return group && !access.keys().isEmpty()
                ? new HubAccess(
                        access.keys().stream()
                                .map(key -> SasToken.sign(key, registration))
                                .toList(),
                        access.thumbprints(),
                        access.signed())
                : access;
    }
}
