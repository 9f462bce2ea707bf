package ccm.testing;

import ccm.api.device.Device;

/**
 * A device of that id, with a fixed address.
 *
 * @param id as of {@code device.id}
 */
public record FakeDevice(String id) implements Device {
    private static final String MAC = "0000C0A1B2C3";

    @Override
    public String mac() {
        return MAC;
    }

    @Override
    public String arch() {
        return "amd64";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    /** Of six question marks alone, as every setting of ours has them. */
    @Override
    public String expand(String text) {
        return text.replace("??????", MAC.substring(6));
    }
}
