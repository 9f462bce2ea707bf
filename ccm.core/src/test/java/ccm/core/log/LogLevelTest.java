package ccm.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelTest {
    @ParameterizedTest
    @CsvSource({
        "-9, OFF",
        "-1, OFF",
        "0, ERROR",
        "1, WARN",
        "2, INFO",
        "3, DEBUG",
        "4, TRACE",
        "9, TRACE"
    })
    void namesEveryLevelAsTheLogServiceDoes(int level, String name) {
        assertEquals(name, LogLevel.name(level));
    }
}
