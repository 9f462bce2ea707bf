package ccm.cli.setup;

import ccm.cli.line.FailedException;

/** What was typed, checked; it becomes a plan once the gateway is known. */
@FunctionalInterface
public interface Recipe extends AutoCloseable {
    /**
     * Says what to do for this gateway. Reads only, and asks the gateway alone, never the cloud.
     *
     * @throws FailedException it cannot be done for this gateway; says why
     */
    Plan plan(Target gateway) throws FailedException;

    /** Gives back what it holds, a connection to the cloud for example. */
    @Override
    default void close() {}
}
