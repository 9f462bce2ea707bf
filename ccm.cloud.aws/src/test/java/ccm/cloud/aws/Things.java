package ccm.cloud.aws;

import ccm.api.device.Device;
import ccm.testing.Configs;

/** Settings and devices, as the component gets them. */
final class Things {
    static final Device DEVICE =
            new Device() {
                @Override
                public String id() {
                    return "ccm-0001";
                }

                @Override
                public String mac() {
                    return "0000C0A1B2C3";
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
                    return text.replace("??????", "A1B2C3");
                }
            };

    private Things() {}

    static AwsSettings settings(Object... settings) {
        return AwsCloud.settings(Configs.of(AwsCloud.Config.class, settings));
    }
}
