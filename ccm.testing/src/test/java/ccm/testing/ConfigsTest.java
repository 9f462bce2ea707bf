package ccm.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ConfigsTest {
    @interface Config {
        int hold__ms() default 3000;

        String uart_port() default "";

        String _pass() default "none";
    }

    @Test
    void givesDefaultsForWhatIsNotSet() {
        Config config = Configs.of(Config.class);
        assertEquals(3000, config.hold__ms());
        assertEquals("none", config._pass());
    }

    @Test
    void takesNamesAsInTheConfigurationTree() {
        Config config = Configs.of(Config.class, "hold_ms", 50, "uart.port", "/dev/x", "pass", "p");
        assertEquals(50, config.hold__ms());
        assertEquals("/dev/x", config.uart_port());
        assertEquals("p", config._pass());
    }

    @Test
    void refusesASettingThatTheComponentDoesNotHave() {
        assertThrows(IllegalArgumentException.class, () -> Configs.of(Config.class, "hold", 1));
    }
}
