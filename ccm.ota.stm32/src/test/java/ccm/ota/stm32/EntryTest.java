package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareTarget;
import ccm.ota.stm32.Stm32Settings.Rates;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimBoard.Mode;
import ccm.sim.host.rom.SimBoard.Pin;
import ccm.sim.host.rom.SimBoard.PinChange;
import ccm.sim.host.rom.SimFirmware;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Into the loader and out of it, over all kinds of wires and at all rates. */
class EntryTest {
    private static final byte[] FIRMWARE = SimFirmware.image(2048, "2", false, 2);
    private static final FirmwareImage IMAGE = UpdateCycle.image(0, FIRMWARE);
    private static final List<PinChange> IN_AND_OUT =
            List.of(
                    new PinChange(Pin.BOOT0, true),
                    new PinChange(Pin.RST, false),
                    new PinChange(Pin.RST, true),
                    new PinChange(Pin.BOOT0, false),
                    new PinChange(Pin.RST, false),
                    new PinChange(Pin.RST, true));

    private final UpdateCycle cycle = UpdateCycle.on(ChipModel.F103);

    @Test
    void holdsBoot0HighUntilTheEnd() throws Exception {
        cycle.write(IMAGE);
        assertEquals(IN_AND_OUT, cycle.board.changes());
        assertEquals(Mode.APPLICATION, cycle.board.mode());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drivesTheAdaptersModemLines(boolean inverted) throws Exception {
        cycle.board.rawLine().wireRts(Pin.BOOT0, inverted);
        cycle.board.rawLine().wireDtr(Pin.RST, inverted);
        cycle.boot0 = PinSetting.of("host.ota.stm32.boot0_pin", "RTS", inverted);
        cycle.reset = PinSetting.of("host.ota.stm32.rst_pin", "dtr", inverted);
        cycle.write(IMAGE);
        assertEquals(IN_AND_OUT, cycle.board.changes());
        assertEquals(Mode.APPLICATION, cycle.board.mode());
    }

    @Test
    void leavesByTheLoaderWhereThereIsNoReset() throws Exception {
        cycle.reset = PinSetting.of("host.ota.stm32.rst_pin", "", false);
        cycle.board.pin(Pin.BOOT0, true);
        cycle.board.reset();
        cycle.boot0 = PinSetting.of("host.ota.stm32.boot0_pin", "sim:boot0", false);
        cycle.board.pin(Pin.BOOT0, true);
        cycle.write(IMAGE);
        assertEquals(Mode.APPLICATION, cycle.board.mode());
        assertFalse(cycle.board.pin(Pin.BOOT0));
    }

    @Test
    void takesTheHigherRateWhenTheLoaderDoes() throws Exception {
        cycle.rates = new Rates(115_200, 921_600);
        try (FirmwareTarget target = cycle.open()) {
            assertEquals(921_600, cycle.board.rawLine().baud());
            target.write(IMAGE, Optional.empty());
        }
        assertArrayEquals(FIRMWARE, Arrays.copyOf(cycle.board.chip().flash(), FIRMWARE.length));
    }

    @Test
    void goesBackToTheLowerRateWhenTheLoaderDoesNotUnderstand() throws Exception {
        cycle.rates = new Rates(115_200, 2_000_000);
        try (FirmwareTarget target = cycle.open()) {
            assertEquals(115_200, cycle.board.rawLine().baud());
            target.write(IMAGE, Optional.empty());
        }
        cycle.board.rawLine().maxBaud(230_400);
        try (FirmwareTarget target = cycle.open()) {
            assertEquals(115_200, cycle.board.rawLine().baud());
            assertEquals(
                    "STM32F103x8/xB and other F10x of medium density (0x410), loader 2.2, 128 KiB",
                    target.description());
        }
    }

    @Test
    void startsTheHostWhenThePinDoesNotExist() {
        cycle.boot0 = PinSetting.of("host.ota.stm32.boot0_pin", "rts", false);
        FirmwareException e =
                assertThrows(
                        FirmwareException.class,
                        () ->
                                new Opener(
                                                new Stm32Settings(
                                                        cycle.boot0,
                                                        cycle.reset,
                                                        java.time.Duration.ZERO,
                                                        java.time.Duration.ZERO,
                                                        false,
                                                        cycle.rates,
                                                        java.time.Duration.ZERO),
                                                Optional.of(cycle.board.lender()),
                                                scheme -> Optional.empty(),
                                                cycle.pause)
                                        .open((phase, done, total) -> {}));
        assertEquals(Reason.NOT_CONFIGURED, e.reason());
        assertTrue(e.getMessage().contains("host.ota.stm32.rst_pin=sim:rst"), e.getMessage());
        assertFalse(cycle.board.rawLine().lent());
    }

    @Test
    void readsPinsAsTheOriginalWroteThem() {
        assertEquals("gpiochip0/12", PinSetting.of("k", "12", false).line());
        assertFalse(PinSetting.of("k", "-1", false).isWired());
        assertTrue(PinSetting.of("k", "self", false).isSelf());
    }
}
