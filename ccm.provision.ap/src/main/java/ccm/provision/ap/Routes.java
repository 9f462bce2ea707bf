package ccm.provision.ap;

import ccm.parts.http.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides what becomes of a request. Used by several threads; knows nothing of the server. */
final class Routes {
    private final Limits limits = new Limits(System::nanoTime);
    private final Gate gate;
    private final Api api;
    private final Portal portal;

    Routes(Services services, DoorSettings settings) {
        Engine engine = new Engine(services, limits);
        gate = new Gate(settings);
        api = new Api(engine, gate, settings.id());
        portal = new Portal(engine, new Networks(services), gate, settings);
    }

    /**
     * Answers; never fails.
     *
     * @param home the page's URL
     */
    CompletionStage<Reply> answer(Ask ask, String home) {
        boolean isApi = Api.serves(ask.path());
        try {
            limits.request(ask.address());
            CompletionStage<Reply> reply =
                    isApi
                            ? api.answer(ask)
                            : gate.isOwn(ask) ? portal.answer(ask, home) : elsewhere(home);
            return reply.exceptionally(failure -> refuse(isApi, Engine.refusal(failure)));
        } catch (Refusal e) {
            return CompletableFuture.completedFuture(refuse(isApi, e));
        }
    }

    /** What is refused before it is known what it was. */
    static Reply refuse(Refusal refusal) {
        return Reply.json(refusal);
    }

    /** True while somebody should still see what came of a try. */
    boolean isAwaited() {
        return portal.isAwaited();
    }

    /** A phone that looks whether there is an internet finds the page by this. */
    private static CompletionStage<Reply> elsewhere(String home) {
        return CompletableFuture.completedFuture(Reply.elsewhere(home));
    }

    private Reply refuse(boolean isApi, Refusal refusal) {
        return isApi ? Reply.json(refusal) : portal.refuse(refusal);
    }
}
