package ccm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {
    @Test
    void takesValuesBehindASpaceOrAnEqualsSign() throws UsageException {
        RunOptions options = parse("--sku-dir", "/p/mqtt", "--data=/d/../e", "--config", "/c");
        assertEquals(Path.of("/p/mqtt"), options.skuDir());
        assertEquals("mqtt", options.sku());
        assertEquals(Path.of("/e"), options.data());
        assertEquals(Path.of("/c"), options.config().orElseThrow());
    }

    @Test
    void makesOneJsonObjectOfAllSettings() throws UsageException {
        RunOptions options =
                parse(
                        "--sku-dir=/p",
                        "--data=/d",
                        "--set=mqtt.server=a=b:1",
                        "--set=mqtt.pass=\"\\\t",
                        "--set=host.rpc.uart.port=/dev/pts/3",
                        "--set=mqtt.server=last wins");
        assertEquals(
                "{\"host\":{\"rpc\":{\"uart\":{\"port\":\"/dev/pts/3\"}}},"
                        + "\"mqtt\":{\"pass\":\"\\\"\\\\\\u0009\",\"server\":\"last wins\"}}",
                options.settings().json());
        assertEquals("{}", parse("--sku-dir=/p", "--data=/d").settings().json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqtt=1", "mqtt.=1", ".a=1", "a..b=1", "=1", "a.b", "a.b c=1"})
    void refusesASettingThatIsNotAPathAndAValue(String setting) {
        assertEquals(
                "--set "
                        + setting
                        + ": not PATH=VALUE. Write it like --set mqtt.server=127.0.0.1:1883",
                refusal("--set", setting));
    }

    @ParameterizedTest
    @CsvSource({"a.b=1,a.b.c=2", "a.b.c=1,a.b=2"})
    void refusesAValueBothAtAPathAndBelowIt(String first, String second) {
        assertEquals(
                "--set " + second + ": another --set gives a value above or below it. Drop one",
                refusal("--set", first, "--set", second));
    }

    @Test
    void saysWhatIsMissingOrUnknown() {
        assertEquals("--sku-dir: missing. Give it a folder: --sku-dir DIR", refusal());
        assertEquals("--data: missing. Give it a folder: --data DIR", refusal("--sku-dir=/p"));
        assertEquals("--data: a value is missing behind it", refusal("--data"));
        assertEquals(
                "--dta: not an option of run. It knows --sku-dir, --data, --sku, --config, --set"
                        + " and --supervised",
                refusal("--dta", "/d"));
    }

    @Test
    void endsWithStatusTwoOnAWrongCommandLine() {
        assertEquals(2, Main.run(List.of("run")));
        assertEquals(2, Main.run(List.of("fly")));
        assertEquals(2, Main.run(List.of()));
        assertEquals(0, Main.run(List.of("run", "--help")));
    }

    private static RunOptions parse(String... words) throws UsageException {
        return RunOptions.parse(Arrays.asList(words));
    }

    private static String refusal(String... words) {
        return assertThrows(UsageException.class, () -> parse(words)).getMessage();
    }
}
