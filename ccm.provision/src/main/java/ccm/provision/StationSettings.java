package ccm.provision;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code wifi.sta.*} and those of two more networks, as in Mongoose OS. */
@ObjectClassDefinition(
        pid = {"ccm.wifi.sta", "ccm.wifi.sta1", "ccm.wifi.sta2"},
        name = "CCM WiFi network",
        description = "A WiFi network to join.")
@interface StationSettings {
    @AttributeDefinition(name = "Enabled", description = "Join this network.")
    boolean enable() default false;

    @AttributeDefinition(name = "Name", description = "The network's name, 1 to 32 bytes of UTF-8.")
    String ssid() default "";

    @AttributeDefinition(
            name = "UTF-8",
            description =
                    "False when the name's bytes are no UTF-8: then each character of it stands for"
                            + " one byte, as Wifi.Scan shows them.")
    boolean utf8() default true;

    @AttributeDefinition(
            name = "Password",
            description = "The network's password, 5 to 63 characters; empty for an open network.",
            type = AttributeType.PASSWORD)
    String _pass() default "";

    @AttributeDefinition(
            name = "Access point",
            description = "Address of the one access point to use; empty for any.")
    String bssid() default "";

    @AttributeDefinition(
            name = "Channel",
            description = "The one channel to use; 0 for any." + WifiSettings.KEPT,
            min = "0")
    @LeftToSystem
    int channel() default 0;

    @AttributeDefinition(
            name = "Last access point",
            description = "Address of the access point that was used last." + WifiSettings.KEPT)
    @LeftToSystem
    String last__bssid() default "";

    @AttributeDefinition(
            name = "Last channel",
            description = "The channel that was used last." + WifiSettings.KEPT)
    @LeftToSystem
    int last__channel() default 0;

    @AttributeDefinition(name = "User", description = "User name in an enterprise network.")
    String user() default "";

    @AttributeDefinition(
            name = "Outer identity",
            description = "Name shown before the tunnel of an enterprise network is closed.")
    String anon__identity() default "";

    @AttributeDefinition(
            name = "Certificate",
            description = "File of the client's certificate in an enterprise network.")
    String cert() default "";

    @AttributeDefinition(
            name = "Key",
            description = "File of the client's key in an enterprise network.")
    String key() default "";

    @AttributeDefinition(
            name = "Authorities",
            description = "File of the certificate that the network's is checked against.")
    String ca__cert() default "";

    @AttributeDefinition(name = "Address", description = "Fixed IPv4 address; empty for DHCP.")
    String ip() default "";

    @AttributeDefinition(name = "Mask", description = "Network mask of the fixed address.")
    String netmask() default "";

    @AttributeDefinition(name = "Gateway", description = "Gateway of the fixed address.")
    String gw() default "";

    @AttributeDefinition(
            name = "Name server",
            description = "Name server with a fixed address; with DHCP, the network's own counts.")
    String nameserver() default "";

    @AttributeDefinition(
            name = "Host name",
            description =
                    "Name told to the DHCP server. An even run of ? becomes the last digits of the"
                            + " network address.")
    String dhcp__hostname() default "";

    @AttributeDefinition(
            name = "Protocol",
            description = "Kinds of 802.11 to use: B, BG, BGN or LR." + WifiSettings.KEPT)
    @LeftToSystem
    String protocol() default "BGN";

    @AttributeDefinition(
            name = "Listen interval",
            description =
                    "Milliseconds between beacons listened to; 0 for the usual."
                            + WifiSettings.KEPT,
            min = "0")
    @LeftToSystem
    int listen__interval__ms() default 0;
}
