package ccm.http;

import ccm.parts.http.Refusal;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Takes the body of one request as it comes. Used by one thread at a time. */
interface Body {
    /** Bytes of the largest. */
    long limit();

    /** What a larger one is told. */
    Refusal tooLarge();

    /** True when the body may take long to come, and its answer to be made. */
    boolean isLong();

    /** The next bytes. */
    void take(ByteBuffer bytes) throws Refusal;

    /** All of them were there. */
    CompletionStage<Answer> end() throws Refusal;

    /** The rest does not come. */
    void lost(Throwable cause);
}
