package ccm.core.config;

/** A restart that ends no gateway. */
public final class Restarts {
    private final Restart restart;

    public Restarts(Runnable stop) {
        restart = new Restart(stop);
    }

    public Restart restart() {
        return restart;
    }

    public void close() {
        restart.close();
    }
}
