package ccm.cloud;

import ccm.api.device.Device;

/** A device of that id. */
record FakeDevice(String id) implements Device {
    @Override
    public String mac() {
        return "0200000000FF";
    }

    @Override
    public String arch() {
        return "amd64";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public String expand(String text) {
        return text;
    }
}
