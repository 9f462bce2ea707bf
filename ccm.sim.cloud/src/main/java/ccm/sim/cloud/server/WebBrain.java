package ccm.sim.cloud.server;

import java.util.function.Consumer;

/**
 * What makes an HTTP and WebSocket server a certain cloud. Called on the one thread of its server,
 * so it needs no locks; it answers at once and never waits.
 */
public interface WebBrain {
    /** HTTP: the upgrade to a WebSocket is done. */
    int SWITCHED = 101;

    /** A request that is none for a WebSocket. */
    default WebAnswer answer(WebRequest request) {
        return WebAnswer.error(404, request.path() + ": not found");
    }

    /**
     * The same for a cloud that has to ask somebody else first.
     *
     * @param to takes the answer, at once or later, on any thread; whoever asked may be gone by
     *     then
     */
    default void answer(WebRequest request, Consumer<WebAnswer> to) {
        to.accept(answer(request));
    }

    /**
     * Somebody wants a WebSocket.
     *
     * @return {@link #SWITCHED}, or the status of the refusal
     */
    default int open(WebRequest request) {
        return 404;
    }

    /** The WebSocket is open. */
    default void opened(WebSession session) {}

    /** A text frame came, put together. */
    default void text(WebSession session, String text) {}

    /** A binary frame came, put together. */
    default void binary(WebSession session, byte[] bytes) {}

    /** The connection is gone, whoever closed it. */
    default void closed(WebSession session) {}

    /** What the client came in with is no longer valid, by a fault. */
    default void expired(WebSession session) {
        session.close();
    }
}
