package ccm.provision.ble;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code bt.*}, as in Mongoose OS. */
@ObjectClassDefinition(
        name = "CCM Bluetooth",
        description =
                "How people reach a new gateway over Bluetooth Low Energy. What they may do there"
                        + " is said by provision.ble.")
@interface BluetoothSettings {
    /** What the help of a setting says that has no effect. */
    String KEPT = " Kept for clients of the original; BlueZ decides here.";

    @AttributeDefinition(name = "Enabled", description = "Use Bluetooth.")
    boolean enable() default true;

    @AttributeDefinition(
            name = "Adapter",
            description = "The adapter to use, hci0 say; empty for the first that can be used.")
    String adapter() default "";

    @AttributeDefinition(
            name = "Name",
            description =
                    "The name that people see, at most 26 bytes of it. An even run of ? becomes the"
                            + " last digits of the network address; empty for device.id.")
    String dev__name() default "CCM-??????";

    @AttributeDefinition(name = "Advertise", description = "Let people see this gateway.")
    boolean adv__enable() default true;

    @AttributeDefinition(
            name = "Scan response",
            description = "Data of the answer to those who scan, in hex." + KEPT)
    String scan__rsp__data__hex() default "";

    @AttributeDefinition(name = "Random address", description = "Hide the radio's own." + KEPT)
    boolean random__address() default false;

    @AttributeDefinition(
            name = "Largest packet",
            description = "MTU that is offered to clients." + KEPT,
            min = "0")
    int gatt__mtu() default 500;

    @AttributeDefinition(
            name = "Keep on",
            description =
                    "Leave the radio on when Bluetooth is closed, if it was off before it was"
                            + " opened.")
    boolean keep__enabled() default false;

    @AttributeDefinition(
            name = "Pairing",
            description = "Let devices pair while it is open; else those alone get in that have.")
    boolean allow__pairing() default true;

    @AttributeDefinition(
            name = "Paired devices",
            description =
                    "How many devices may stay paired that did so here; the oldest goes. -1 for"
                            + " any number.",
            min = "-1")
    int max__paired__devices() default 10;

    @AttributeDefinition(
            name = "Protection",
            description =
                    "What a device needs at least: 0 nothing, 1 to have paired, 2 to have paired"
                            + " with a number that a person compares, for which the vendor brings"
                            + " the agent. While provision.ble.pairing is true, 0 counts as 1.",
            min = "0",
            max = "2")
    int gatts_min__sec__level() default 0;

    @AttributeDefinition(
            name = "Settings service",
            description = "Offer the service that sets one setting at a time.")
    boolean config__svc__enable() default true;

    @AttributeDefinition(
            name = "Protection of the settings service",
            description = "As bt.gatts.min_sec_level, for this service; the higher one counts.",
            min = "0",
            max = "2")
    int config__svc__sec__level() default 0;
}
