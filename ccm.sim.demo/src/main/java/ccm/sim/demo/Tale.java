package ccm.sim.demo;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What happens in a demo. */
interface Tale {
    /**
     * Plays for so long, then waits for what is on its way.
     *
     * @param nanos {@link Long#MAX_VALUE} for until it is interrupted
     * @return what came of it
     */
    Outcome play(long nanos)
            throws InterruptedException, ExecutionException, TimeoutException, IOException;
}
