package ccm.http;

import ccm.parts.http.Refusal;

/** A refusal whose body is its text alone. */
final class PlainRefusal extends Refusal {
    private static final long serialVersionUID = 1;

    PlainRefusal(int status, String message) {
        super(status, message);
    }
}
