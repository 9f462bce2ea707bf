package ccm.provision;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code wifi.ap.*}: the network that this gateway opens itself. */
@ObjectClassDefinition(
        pid = "ccm.wifi.ap",
        name = "CCM WiFi access point",
        description = "The WiFi network that people set this gateway up through.")
@interface AccessPointSettings {
    @AttributeDefinition(name = "Enabled", description = "Open the network.")
    boolean enable() default true;

    @AttributeDefinition(
            name = "Name",
            description =
                    "The network's name, 1 to 32 bytes of UTF-8. An even run of ? becomes the last"
                            + " digits of the network address.")
    String ssid() default "CCM-??????";

    @AttributeDefinition(
            name = "Password",
            description = "The network's password, 8 to 63 characters; empty for an open network.",
            type = AttributeType.PASSWORD)
    String _pass() default "";

    @AttributeDefinition(name = "Hidden", description = "Do not announce the name.")
    boolean hidden() default false;

    @AttributeDefinition(name = "Channel", description = "The channel to use.", min = "0")
    int channel() default 6;

    @AttributeDefinition(
            name = "Connections",
            description = "How many may join at a time." + WifiSettings.KEPT,
            min = "0")
    @LeftToSystem
    int max__connections() default 10;

    @AttributeDefinition(name = "Address", description = "IPv4 address of this gateway in it.")
    String ip() default "192.168.4.1";

    @AttributeDefinition(name = "Mask", description = "Network mask.")
    String netmask() default "255.255.255.0";

    @AttributeDefinition(
            name = "Gateway",
            description = "Gateway told to those who join." + WifiSettings.KEPT)
    @LeftToSystem
    String gw() default "192.168.4.1";

    @AttributeDefinition(
            name = "First address",
            description = "First address given to those who join." + WifiSettings.KEPT)
    @LeftToSystem
    String dhcp__start() default "192.168.4.2";

    @AttributeDefinition(
            name = "Last address",
            description = "Last address given to those who join." + WifiSettings.KEPT)
    @LeftToSystem
    String dhcp__end() default "192.168.4.100";

    @AttributeDefinition(
            name = "Pin",
            description =
                    "GPIO number of a button that pulls its pin low: held while the gateway starts,"
                            + " this network is opened, and no other is joined before somebody sets"
                            + " one or the next start; -1 for none.",
            min = "-1")
    int trigger__on__gpio() default -1;

    @AttributeDefinition(
            name = "Close after",
            description = "Seconds after which the network is closed; 0 for never.",
            min = "0")
    int disable__after() default 0;

    @AttributeDefinition(
            name = "Host name",
            description =
                    "Name that the page is served under, beside the address; empty for none. Whether"
                            + " phones find it is up to the system's DNS server there.")
    String hostname() default "";

    @AttributeDefinition(
            name = "Narrow",
            description = "Use a bandwidth of 20 MHz." + WifiSettings.KEPT)
    @LeftToSystem
    boolean bandwidth__20mhz() default false;

    @AttributeDefinition(
            name = "Protocol",
            description = "Kinds of 802.11 to use: B, BG, BGN or LR." + WifiSettings.KEPT)
    @LeftToSystem
    String protocol() default "BGN";
}
