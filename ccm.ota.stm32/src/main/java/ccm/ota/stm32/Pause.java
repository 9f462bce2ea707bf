package ccm.ota.stm32;

import java.time.Duration;

/** Lets time pass. A test lets it pass faster. */
interface Pause {
    /** Time as it is. */
    Pause REAL = time -> Thread.sleep(time.toMillis());

    void of(Duration time) throws InterruptedException;
}
