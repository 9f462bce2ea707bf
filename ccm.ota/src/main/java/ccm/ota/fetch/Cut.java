package ccm.ota.fetch;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** A connection ended, or never began; another may do better. */
final class Cut extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean answered;

    /**
     * Of a connection.
     *
     * @param answered true when the head of an answer had come
     */
    Cut(boolean answered, IOException cause) {
        super(cause);
        this.answered = answered;
    }

    boolean answered() {
        return answered;
    }

    boolean isTimeout() {
        return getCause() instanceof SocketTimeoutException;
    }

    @Override
    public synchronized IOException getCause() {
        return (IOException) super.getCause();
    }
}
