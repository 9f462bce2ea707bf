package ccm.sim.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void isWholeOnlyWhenSomethingWasSentAndAllOfItCame() {
        assertTrue(new Outcome(25, 25).whole());
        assertFalse(new Outcome(25, 23).whole());
        assertFalse(new Outcome(0, 0).whole());
    }

    @Test
    void saysInOneLineWhatWasLost() {
        assertEquals("demo: 25 published, 23 received, 2 lost", new Outcome(25, 23).text());
    }
}
