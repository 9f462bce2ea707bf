package ccm.cloud.aws;

import ccm.api.device.Device;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;

/** Settings and devices, as the component gets them. */
final class Things {
    static final Device DEVICE = new FakeDevice("ccm-0001");

    private Things() {}

    static AwsSettings settings(Object... settings) {
        return AwsConfig.Read.settings(Configs.of(AwsConfig.class, settings));
    }
}
