package ccm.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelTest {
    @ParameterizedTest
    @CsvSource({
        "-9, OFF",
        "-1, OFF",
        "0, SEVERE",
        "1, WARNING",
        "2, INFO",
        "3, FINE",
        "4, FINEST",
        "9, FINEST"
    })
    void namesEveryLevelAsTheLogServiceDoes(int level, String name) {
        assertEquals(name, LogLevel.level(level).getName());
    }
}
