package ccm.mqtt;

import ccm.parts.threads.NamedThreads;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one Paho client: they end with it, whatever it does. */
final class PahoThreads extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(PahoThreads.class);
    private static final int CONNECTOR_RECEIVER_SENDER_CALLBACK_PING = 5;
    private static final int IDLE_SECONDS = 5;
    private static final int[] NUDGES_MILLIS = {1, 4, 12};
    private static final int END_ROUNDS = 100;
    private static final int ROUND_MILLIS = 50;

    PahoThreads(String session) {
        super(
                CONNECTOR_RECEIVER_SENDER_CALLBACK_PING,
                new NamedThreads("ccm-mqtt-" + session + "-paho"));
        setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        allowCoreThreadTimeOut(true);
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Runs one of Paho's loops. Paho cancels them with an interrupt, which must not hit those who
     * are told of a PUBACK by them: an interrupt in the middle of a file write closes the file. The
     * loops end without it.
     */
    @Override
    public Future<?> submit(Runnable loop) {
        FutureTask<Void> task =
                new FutureTask<>(loop, null) {
                    @Override
                    public boolean cancel(boolean interrupt) {
                        return super.cancel(false);
                    }
                };
        execute(task);
        nudge(Thread.currentThread());
        return task;
    }

    /** Paho waits in steps of 100 ms until its loop runs; an interrupt makes it look again. */
    private void nudge(Thread waiting) {
        for (int millis : NUDGES_MILLIS) {
            schedule(waiting::interrupt, millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Ends them, without an interrupt; waits a bounded time.
     *
     * @param waking repeated until they have ended
     */
    void end(Runnable waking) throws InterruptedException {
        shutdown();
        for (int i = 0; i < END_ROUNDS; i++) {
            waking.run();
            if (awaitTermination(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        LOG.warn(
                "{} threads of Paho did not end within {} s",
                getPoolSize(),
                END_ROUNDS * ROUND_MILLIS / 1_000);
    }
}
