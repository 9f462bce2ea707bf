package ccm.sim.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.host.rom.ChipModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of the simulator. */
class OptionsTest {
    @Test
    void takesValuesInBothForms() {
        Options options = Options.of("--mjson=E", "--pub", "t/1", "--every", "250", "--idem");
        assertEquals(Generation.E, options.generation);
        assertEquals("t/1", options.plan().topic());
        assertEquals(Duration.ofMillis(250), options.plan().every());
        assertEquals(Plan.Style.IDEM, options.plan().style());
    }

    @Test
    void takesAChipWithItsFaults() {
        Options options =
                Options.of("--chip", "F401", "--timing=0.5", "--fault", "cut@9", "--bootloader");
        assertEquals(ChipModel.F401, options.chip.orElseThrow());
        assertEquals(0.5, options.slowness);
        assertEquals(List.of("cut@9"), options.faults);
        assertTrue(options.bootloader);
    }

    @ParameterizedTest
    @CsvSource({
        "--mjson F,'--mjson: F is not one of A, B, C, D, E'",
        "--every 0,'--every: 0 is not a whole number from 1 to 86400000'",
        "--qos 2,'--qos: 2 is not a whole number from 0 to 1'",
        "--link,'--link: its value is missing'",
        "--timing slow,'--timing: slow is not real, fast or a factor as 0.5'",
        "--bootloader,'--firmware, --bootloader and --fault need --chip, one of f030, f051, f103,"
                + " f103x8, f303, f401, g071, l053, l073, l476, h743'",
        "--bogus,'--bogus: unknown option'"
    })
    void refusesWhatItDoesNotKnow(String line, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Options.of(line.split(" ")));
        assertEquals(message, e.getMessage());
    }
}
