package ccm.http;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Query;
import ccm.parts.http.Refusal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.jetty.http.MultiPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /update}: what a form or a URL asks of the updater, and what it is answered. */
final class Updates {
    static final String PATH = "/update";
    static final String COMMIT = PATH + "/commit";
    static final String REVERT = PATH + "/revert";
    static final String URL_FIELD = "url";

    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);
    private static final String COMMIT_FIELD = "commit_timeout";
    private static final String SAME_FIELD = "ignore_same_version";
    private static final long LONGEST_COMMIT_S = 86_400;

    private final Engine engine;

    Updates(Engine engine) {
        this.engine = engine;
    }

    static boolean serves(String path) {
        return PATH.equals(path) || COMMIT.equals(path) || REVERT.equals(path);
    }

    /**
     * A form whose bundle the updater takes as it comes.
     *
     * @throws Refusal the caller may not, or nobody may: before a byte of it is read
     */
    Body form(RpcPeer peer, String type) throws Refusal {
        mayCall(peer, "OTA.Begin", "OTA.Write", "OTA.End");
        updater();
        if (!engine.takesBundles()) {
            throw new PlainRefusal(Refusal.BAD_REQUEST, "POST updates are disabled.");
        }
        String boundary = MultiPart.extractBoundary(type);
        if (boundary == null || boundary.isEmpty()) {
            throw new PlainRefusal(Refusal.BAD_REQUEST, "the form has no boundary");
        }
        return new UpdateBody(this, peer, boundary);
    }

    /** Begins an upload. */
    FirmwareUpload begin(RpcPeer peer, Map<String, String> fields) throws Refusal {
        try {
            return updater().begin(options(peer, fields));
        } catch (FirmwareException e) {
            throw refusal(e);
        }
    }

    /** All of a bundle is there: the answer comes when the host runs it. */
    CompletionStage<Answer> finish(FirmwareUpload upload) {
        return answer(
                upload.end().thenCompose(checked -> upload.outcome()),
                status -> Answer.text(Answer.OK, Answer.PLAIN, status.message()),
                failure -> refusal(failure).getMessage(),
                Refusal.BAD_REQUEST);
    }

    /** Looks whether the caller may have a bundle fetched, before a byte of its form is read. */
    void mayPull(RpcPeer peer) throws Refusal {
        mayCall(peer, "OTA.Update");
        updater();
    }

    /** What a query and a form like one ask for, the form first. */
    CompletionStage<Answer> pull(RpcPeer peer, String query, byte[] form) throws Refusal {
        Map<String, String> fields = Query.fields(query);
        fields.putAll(Query.fields(new String(form, StandardCharsets.UTF_8)));
        fields.replaceAll((name, value) -> value.strip());
        return pull(peer, fields);
    }

    /** Has the updater fetch a bundle: the answer comes when the host runs it. */
    CompletionStage<Answer> pull(RpcPeer peer, Map<String, String> fields) throws Refusal {
        mayCall(peer, "OTA.Update");
        String url = fields.getOrDefault(URL_FIELD, "");
        URI from = url(url.isEmpty() ? engine.updateUrl() : url);
        try {
            return answer(
                    updater().update(from, options(peer, fields)),
                    status -> Answer.text(Answer.OK, Answer.PLAIN, "(0) " + status.message()),
                    failure -> "(-1) " + failure.getMessage(),
                    Refusal.INTERNAL);
        } catch (FirmwareException e) {
            if (e.reason() == FirmwareException.Reason.BUSY) {
                throw refusal(e);
            }
            throw new PlainRefusal(Refusal.INTERNAL, "(-1) " + e.getMessage());
        }
    }

    /** Takes the new firmware for good. */
    CompletionStage<Answer> commit(RpcPeer peer) throws Refusal {
        mayCall(peer, "OTA.Commit");
        try {
            updater().commit();
            return CompletableFuture.completedFuture(ok());
        } catch (FirmwareException e) {
            return CompletableFuture.completedFuture(error(e));
        }
    }

    /** Puts the kept image back: the answer comes when the host runs it. */
    CompletionStage<Answer> revert(RpcPeer peer) throws Refusal {
        mayCall(peer, "OTA.Revert");
        try {
            return updater()
                    .revert()
                    .handle((status, failure) -> failure == null ? ok() : error(failure));
        } catch (FirmwareException e) {
            return CompletableFuture.completedFuture(error(e));
        }
    }

    /** The options that fields name. */
    UpdateOptions options(RpcPeer peer, Map<String, String> fields) throws Refusal {
        String who = peer.user().isEmpty() ? "" : " " + peer.user();
        return new UpdateOptions(
                Optional.empty(),
                commitTimeout(fields.getOrDefault(COMMIT_FIELD, "")),
                fields.getOrDefault(SAME_FIELD, "").matches("1|true|yes|on"),
                0,
                peer.channel().toLowerCase(Locale.ROOT) + " " + peer.address() + who);
    }

    static Refusal refusal(FirmwareException failure) {
        return new PlainRefusal(
                failure.reason() == FirmwareException.Reason.BUSY
                        ? Refusal.CONFLICT
                        : Refusal.BAD_REQUEST,
                failure.getMessage());
    }

    private static Optional<Duration> commitTimeout(String seconds) throws Refusal {
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(seconds);
            if (value >= 0 && value <= LONGEST_COMMIT_S) {
                return Optional.of(Duration.ofSeconds(value));
            }
        } catch (NumberFormatException e) {
            throw badTime(seconds);
        }
        throw badTime(seconds);
    }

    private static Refusal badTime(String seconds) {
        return new PlainRefusal(
                Refusal.BAD_REQUEST,
                COMMIT_FIELD + ": " + seconds + " is not seconds, from 0 to " + LONGEST_COMMIT_S);
    }

    private static URI url(String text) throws Refusal {
        if (text.isEmpty()) {
            throw new PlainRefusal(
                    Refusal.BAD_REQUEST, "Update URL not specified and none is configured.");
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new PlainRefusal(Refusal.BAD_REQUEST, "url: " + text + " is not a URL");
        }
    }

    private void mayCall(RpcPeer peer, String... methods) throws Refusal {
        Rpc rpc = engine.rpc().orElseThrow(() -> away("a part of the gateway"));
        for (String method : methods) {
            Optional<RpcException> refusal = rpc.refusal(peer, method);
            if (refusal.isPresent()) {
                throw Refusal.of(refusal.get().networkCode(), refusal.get().networkMessage());
            }
        }
    }

    private FirmwareUpdater updater() throws Refusal {
        return engine.updater().orElseThrow(() -> away("what updates the host"));
    }

    private static Refusal away(String what) {
        return new Refusal(
                Refusal.UNAVAILABLE, what + " is not there, or being replaced. Try again");
    }

    private static CompletionStage<Answer> answer(
            CompletionStage<UpdateStatus> end,
            Function<UpdateStatus, Answer> good,
            Function<FirmwareException, String> bad,
            int status) {
        return end.handle(
                (reached, failure) ->
                        failure == null
                                ? good.apply(reached)
                                : Answer.text(status, Answer.PLAIN, bad.apply(known(failure))));
    }

    private static FirmwareException known(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof FirmwareException expected) {
            return expected;
        }
        LOG.error("http: an update failed", cause);
        return new FirmwareException(
                FirmwareException.Reason.INTERNAL, "the update failed. See the log", cause);
    }

    private static Answer ok() {
        return Answer.text(Answer.OK, Answer.HTML, "Ok");
    }

    private static Answer error(Throwable failure) {
        LOG.info("http: {}", known(failure).getMessage());
        return Answer.text(Refusal.BAD_REQUEST, Answer.HTML, "Error");
    }
}
