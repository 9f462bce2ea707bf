package ccm.http;

import ccm.api.access.Access;
import ccm.api.link.FrameExchange;
import ccm.api.rpc.Rpc;
import java.util.Optional;

/** The services of the RPC engine, each absent while it is being swapped. */
interface Engine {
    Optional<FrameExchange> frames();

    Optional<Rpc> rpc();

    Optional<Access> access();

    /** False when {@code rpc.http_enable} is off. */
    boolean offersHttp();

    /** Bytes of the largest frame; the last known while the engine is being swapped. */
    int maxFrame();
}
