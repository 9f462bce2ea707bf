package ccm.provision;

/** The light and the button of a gateway that has them. For the engine's thread. */
final class Panel {
    private final Services services;
    private final Light light;
    private final Button button;

    /**
     * Makes it.
     *
     * @param reset what the button does
     */
    Panel(Timing timing, Services services, Runnable reset) {
        this.services = services;
        this.light = new Light(timing);
        this.button = new Button(timing, reset);
    }

    void look(Standing standing, ProvisionSettings settings) {
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
    }

    void close() {
        light.close();
        button.close();
    }
}
