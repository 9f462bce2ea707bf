package ccm.board.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Numbers here are what a C compiler says of linux/gpio.h, by offsetof and sizeof. */
class AbiTest {
    private static final int READ_WRITE = 3;
    private static final int READ = 2;
    private static final int GPIO = 0xB4;

    @Test
    void numbersOfRequestsAreMadeAsTheKernelMakesThem() {
        assertEquals(request(READ, 1, 68), Abi.GET_CHIP_INFO);
        assertEquals(request(READ_WRITE, 5, 256), Abi.GET_LINE_INFO);
        assertEquals(request(READ_WRITE, 7, 592), Abi.GET_LINE);
        assertEquals(request(READ_WRITE, 14, 16), Abi.GET_VALUES);
        assertEquals(request(READ_WRITE, 15, 16), Abi.SET_VALUES);
    }

    @Test
    void outputHasItsLevelAndItsKindFromTheFirstMoment() {
        PinRequest how = new PinRequest("any", true, Bias.PULL_UP, Drive.OPEN_DRAIN, Duration.ZERO);

        ByteBuffer request = in(Abi.output(17, how, true));

        assertEquals(592, request.capacity());
        assertEquals(17, request.getInt(0));
        assertEquals("ccm", UTF_8.decode(request.slice(256, 3)).toString());
        assertEquals(0b1_0100_1010, request.getLong(288)); // pull up, open drain, output, low
        assertEquals(1, request.getInt(296));
        assertEquals(2, request.getInt(320)); // values
        assertEquals(1, request.getLong(328));
        assertEquals(1, request.getLong(336)); // of the first line
        assertEquals(1, request.getInt(560));
    }

    @Test
    void watchedInputHasBothEdgesAndIsDebouncedByTheKernel() {
        PinRequest how =
                new PinRequest(
                        "any", false, Bias.PULL_DOWN, Drive.PUSH_PULL, Duration.ofMillis(20));

        ByteBuffer request = in(Abi.input(3, how, true));

        assertEquals(0b10_0011_0100, request.getLong(288)); // pull down, both edges, input
        assertEquals(3, request.getInt(320)); // debounce
        assertEquals(20_000, request.getInt(328));
        assertEquals(1, request.getLong(336));
        assertEquals(256, request.getInt(564));
    }

    @Test
    void plainInputAsksForNothingElse() {
        ByteBuffer request = in(Abi.input(0, PinRequest.of("any"), false));

        assertEquals(0b100, request.getLong(288));
        assertEquals(0, request.getInt(296));
        assertEquals(0, request.getInt(564));
    }

    @Test
    void biasOffAndOpenSourceHaveBitsOfTheirOwn() {
        PinRequest how = new PinRequest("any", false, Bias.NONE, Drive.OPEN_SOURCE, Duration.ZERO);

        assertEquals(0b100_1000_1000, in(Abi.output(0, how, false)).getLong(288));
    }

    @Test
    void answersAreReadWhereTheKernelWritesThem() {
        ByteBuffer line = in(new byte[256]);
        line.put(0, "GPIO17".getBytes(UTF_8)).put(32, "gpioset".getBytes(UTF_8)).putLong(72, 1);
        ByteBuffer chip = in(new byte[68]);
        chip.put(0, "gpiochip0".getBytes(UTF_8)).put(32, "pinctrl".getBytes(UTF_8)).putInt(64, 58);
        ByteBuffer request = in(new byte[592]);
        request.putInt(588, 41);

        Abi.LineInfo info = Abi.lineInfo(line.array());

        assertEquals("GPIO17", info.name());
        assertEquals("gpioset", info.consumer());
        assertTrue(info.used());
        assertEquals(new Abi.ChipInfo("gpiochip0", "pinctrl", 58), Abi.chipInfo(chip.array()));
        assertEquals(41, Abi.descriptor(request.array()));
    }

    @Test
    void lineIsAskedForByItsOffset() {
        assertEquals(5, in(Abi.lineInfoOf(5)).getInt(64));
    }

    @Test
    void eventsLieSideBySide() {
        ByteBuffer events = in(new byte[96]);
        events.putLong(48, 7_000_000_000L).putInt(8, 2).putInt(56, 1);

        assertFalse(Abi.eventRises(events.array(), 0));
        assertTrue(Abi.eventRises(events.array(), 1));
        assertEquals(7_000_000_000L, Abi.eventNanos(events.array(), 1));
    }

    @Test
    void valuesAreOfTheFirstLine() {
        ByteBuffer values = in(Abi.values(true));

        assertEquals(1, values.getLong(0));
        assertEquals(1, values.getLong(8));
        assertTrue(Abi.active(values.array()));
        assertFalse(Abi.active(Abi.values(false)));
    }

    private static long request(long direction, int number, long bytes) {
        return direction << 30 | bytes << 16 | GPIO << 8 | number;
    }

    private static ByteBuffer in(byte[] structure) {
        return ByteBuffer.wrap(structure).order(ByteOrder.nativeOrder());
    }
}
