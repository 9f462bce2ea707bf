package ccm.provision.ap;

import ccm.parts.http.Refusal;

/** Somebody asks too often, and may ask again after so many seconds. */
final class TooOften extends Refusal {
    private static final long serialVersionUID = 1;

    private final long seconds;

    TooOften(String message, long seconds) {
        super(TOO_MANY, message);
        this.seconds = seconds;
    }

    @Override
    public long retryAfter() {
        return seconds;
    }
}
