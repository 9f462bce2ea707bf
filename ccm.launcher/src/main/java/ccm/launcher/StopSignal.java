package ccm.launcher;

import java.time.Duration;

/**
 * Turns SIGTERM and SIGINT into a clean stop with status 0. The virtual machine would report the
 * signal's number instead, so this ends the process itself.
 */
final class StopSignal {
    private final Gateway gateway;
    private final Duration patience;
    private final Thread hook = new Thread(this::stop, "ccm-launcher-stop");

    StopSignal(Gateway gateway, Duration patience) {
        this.gateway = gateway;
        this.patience = patience;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The gateway has stopped by itself. Does not return when a signal came first. */
    void end() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.join(); // it ends the process
        }
    }

    private void stop() {
        Runtime.getRuntime().halt(stopped() ? 0 : 1);
    }

    private boolean stopped() {
        try {
            if (gateway.stop(patience)) {
                return true;
            }
            System.err.println(
                    "ccm run: not all bundles stopped within " + patience.toMillis() + " ms");
            return false;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
