package ccm.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private long now;
    private final Guesses guesses = new Guesses(() -> now);

    @Test
    void forgivesFourMistakes() {
        guess(4);
        assertFalse(guesses.tooMany());
    }

    @Test
    void shutsTheDoorAtTheFifthAndOpensItAgain() {
        guess(5);
        assertTrue(guesses.tooMany());
        now += TimeUnit.SECONDS.toNanos(5);
        assertFalse(guesses.tooMany());
        guess(1);
        assertTrue(guesses.tooMany());
    }

    @Test
    void forgetsMistakesAfterARightPassword() {
        guess(4);
        guesses.right();
        guess(4);
        assertFalse(guesses.tooMany());
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong();
        }
    }
}
