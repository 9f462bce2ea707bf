package ccm.http;

import ccm.parts.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A body that is kept in memory until it is whole. */
final class SmallBody implements Body {
    private final int limit;
    private final boolean isLong;
    private final Action action;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** What a body is for. */
    @FunctionalInterface
    interface Action {
        CompletionStage<Answer> take(byte[] body) throws Refusal;
    }

    /**
     * Makes one.
     *
     * @param isLong true when the answer may take as long as an update does
     */
    SmallBody(int limit, boolean isLong, Action action) {
        this.limit = limit;
        this.isLong = isLong;
        this.action = action;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public Refusal tooLarge() {
        return new Refusal(
                Refusal.TOO_LARGE, "body of more than " + limit + " bytes (rpc.max_frame_size)");
    }

    @Override
    public boolean isLong() {
        return isLong;
    }

    @Override
    public void take(ByteBuffer next) {
        byte[] some = new byte[next.remaining()];
        next.get(some);
        bytes.writeBytes(some);
    }

    @Override
    public CompletionStage<Answer> end() throws Refusal {
        return action.take(bytes.toByteArray());
    }

    @Override
    public void lost(Throwable cause) {
        // nothing was begun
    }
}
