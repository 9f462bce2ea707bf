package ccm.http;

import ccm.api.access.Access;
import ccm.api.firmware.FirmwareUpdater;
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

    /** Who updates the host; absent while there is nobody. */
    Optional<FirmwareUpdater> updater();

    /** False when {@code update.enable_post} is off. */
    boolean takesBundles();

    /** {@code update.url}; empty when it is not set. */
    String updateUrl();

    /** Bytes of the largest frame; the last known while the engine is being swapped. */
    int maxFrame();
}
