package ccm.provision;

/** The light and the buttons of a gateway that has them. For the engine's thread. */
final class Panel {
    private static final String RESET_PIN = "debug.factory_reset_gpio";

    private final Services services;
    private final Light light;
    private final Button button;
    private final Button pin; // the original's other way to a reset
    private final Button trigger;

    /** What people do with buttons. */
    interface Presses {
        /** The button of the factory reset was held, or what counts as one. */
        void reset(String by);

        /** The one that opens the access point was held at the start. */
        void open();
    }

    Panel(Timing timing, Services services, Presses presses) {
        this.services = services;
        this.light = new Light(timing);
        this.button = new Button(timing, "provision.btn", () -> presses.reset("button"));
        this.pin = new Button(timing, RESET_PIN, () -> presses.reset(RESET_PIN));
        this.trigger = new Button(timing, "wifi.ap.trigger_on_gpio", presses::open);
    }

    void look(Standing standing, Settings all) {
        ProvisionSettings settings = all.provision();
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
        pin.look(lowAtTheStart(all.resetPin()), services.pins());
        trigger.look(lowAtTheStart(all.accessPoint().trigger__on__gpio()), services.pins());
    }

    /** Those that were held for a reset that failed count again. */
    void again() {
        button.again();
        pin.again();
    }

    private static Button.Wiring lowAtTheStart(int number) {
        return new Button.Wiring(PinLine.of("", number), true, 0, 0);
    }

    void close() {
        light.close();
        button.close();
        pin.close();
        trigger.close();
    }
}
