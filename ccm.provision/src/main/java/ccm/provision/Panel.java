package ccm.provision;

/** The light and the buttons of a gateway that has them. For the engine's thread. */
final class Panel {
    private final Services services;
    private final Light light;
    private final Button button;
    private final Button trigger;

    /** What people do with buttons. */
    interface Presses {
        /** The button of the factory reset was held. */
        void reset();

        /** The one that opens the access point was held at the start. */
        void open();
    }

    Panel(Timing timing, Services services, Presses presses) {
        this.services = services;
        this.light = new Light(timing);
        this.button = new Button(timing, "provision.btn", presses::reset);
        this.trigger = new Button(timing, "wifi.ap.trigger_on_gpio", presses::open);
    }

    void look(Standing standing, ProvisionSettings settings, int triggerPin) {
        light.look(
                standing,
                new Light.Wiring(
                        PinLine.of(settings.led_line(), settings.led_pin()),
                        settings.led_active__high()),
                services.pins());
        button.look(
                new Button.Wiring(
                        PinLine.of(settings.btn_line(), settings.btn_pin()),
                        settings.btn_pull__up(),
                        settings.btn_hold__ms(),
                        settings.btn_inhibit__after__s()),
                services.pins());
        trigger.look(new Button.Wiring(PinLine.of("", triggerPin), true, 0, 0), services.pins());
    }

    void close() {
        light.close();
        button.close();
        trigger.close();
    }
}
