package ccm.provision;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code wifi.*} that hold for all networks, as in Mongoose OS. */
@ObjectClassDefinition(
        pid = "ccm.wifi",
        name = "CCM WiFi",
        description = "What holds for every WiFi network.")
@interface WifiSettings {
    /** What the help of a setting says that has no effect. */
    String KEPT = " Kept for clients of the original; the system's own service decides here.";

    @AttributeDefinition(
            name = "Weakest signal",
            description = "Signal in dBm below which a network is left alone." + WifiSettings.KEPT,
            min = "-127",
            max = "0")
    @LeftToSystem
    int sta__rssi__thr() default -95;

    @AttributeDefinition(
            name = "Connect timeout",
            description = "Seconds that one attempt to join may take.",
            min = "0")
    int sta__connect__timeout() default 15;

    @AttributeDefinition(
            name = "Roaming signal",
            description =
                    "Signal in dBm below which a better access point is looked for."
                            + WifiSettings.KEPT,
            min = "-127",
            max = "0")
    @LeftToSystem
    int sta__roam__rssi__thr() default -80;

    @AttributeDefinition(
            name = "Roaming interval",
            description =
                    "Seconds between looks for a better access point; 0 for never."
                            + WifiSettings.KEPT,
            min = "0")
    @LeftToSystem
    int sta__roam__interval() default 0;

    @AttributeDefinition(
            name = "Power saving",
            description =
                    "Power saving mode of the radio, as the original counts them."
                            + WifiSettings.KEPT,
            min = "0")
    @LeftToSystem
    int sta__ps__mode() default 0;
}
