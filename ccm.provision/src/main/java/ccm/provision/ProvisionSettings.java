package ccm.provision;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code provision.*}, as in Mongoose OS. */
@ObjectClassDefinition(
        pid = "ccm.provision",
        name = "CCM provisioning",
        description = "How a new gateway gets into service, and how it is reset.")
@interface ProvisionSettings {
    @AttributeDefinition(
            name = "Button",
            description = "GPIO number of the reset button; -1 for none.",
            min = "-1")
    int btn_pin() default -1;

    @AttributeDefinition(
            name = "Button's line",
            description =
                    "The button's line as Linux names it: gpiochip0/17, or a name as GPIO17. Wins"
                            + " over the number; empty for none.")
    String btn_line() default "";

    @AttributeDefinition(
            name = "Pull up",
            description = "The button pulls its pin low, and a resistor pulls it up.")
    boolean btn_pull__up() default false;

    @AttributeDefinition(
            name = "Hold",
            description =
                    "Milliseconds to hold the button for a factory reset; 0: held at the start;"
                            + " -1: off.",
            min = "-1")
    int btn_hold__ms() default 0;

    @AttributeDefinition(
            name = "Button off",
            description = "Seconds after which the button counts no more; 0 for never.",
            min = "0")
    int btn_inhibit__after__s() default 0;

    @AttributeDefinition(
            name = "Light",
            description = "GPIO number of the light that shows the state; -1 for none.",
            min = "-1")
    int led_pin() default -1;

    @AttributeDefinition(
            name = "Light's line",
            description =
                    "The light's line as Linux names it, as the button's. Wins over the number;"
                            + " empty for none.")
    String led_line() default "";

    @AttributeDefinition(
            name = "Active high",
            description = "The light is on when its pin is high.")
    boolean led_active__high() default true;

    @AttributeDefinition(
            name = "Stable state",
            description =
                    "State in which the gateway is in service: 1 network configured, 2 connected, 3"
                            + " cloud connected; 0 for none.")
    int stable__state() default 3;

    @AttributeDefinition(
            name = "Timeout",
            description = "Seconds to get into service before the settings are reset; 0 for ever.",
            min = "0")
    int timeout() default 300;

    @AttributeDefinition(
            name = "Highest state",
            description = "The highest state reached so far. The gateway keeps it by itself.",
            min = "0")
    int max__state() default 0;

    @AttributeDefinition(
            name = "Try",
            description = "Seconds that trying new settings may take until it is answered.",
            min = "10",
            max = "120")
    int try__s() default 30;

    @AttributeDefinition(
            name = "Open again",
            description =
                    "Seconds without a network after which a gateway that was in service lets people"
                            + " in again; 0 for never.",
            min = "0")
    int reopen__after__s() default 300;
}
