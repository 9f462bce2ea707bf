package ccm.sim.dbus.bus;

import ccm.parts.threads.NamedThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread of a simulator, on which all that it does is done in turn. */
public final class Turn implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final ScheduledExecutorService thread;

    public Turn(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(new NamedThreads(name));
    }

    public void later(long millis, Runnable job) {
        thread.schedule(job, millis, TimeUnit.MILLISECONDS);
    }

    public void run(Runnable job) {
        ask(
                () -> {
                    job.run();
                    return true;
                });
    }

    public <T> T ask(Callable<T> job) {
        try {
            return thread.submit(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause; // the library makes an error of the bus of it
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the simulator hangs", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
