package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.CallException;
import ccm.cli.rpc.Gateway;
import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Brings an update to a gateway, and looks on until it has ended. */
final class OtaFollow {
    private static final int PROGRESS = 1;
    private static final int ERROR = 2;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final CompletableFuture<Json> NEVER = new CompletableFuture<>();

    /** Ports that nobody else can open meanwhile. */
    private static final Pattern EXCLUSIVE =
            Pattern.compile("auto|serial://.*|COM\\d+|/(?!.*\\.sock$).*");

    private static final long LOOK_MILLIS = 250;
    private static final long LONGEST_FETCH_S = 86_400;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60); // without an answer

    private final Words words;
    private final Terminal terminal;
    private final OtaProgress progress;

    OtaFollow(Words words, Terminal terminal, OtaProgress progress) {
        this.words = words;
        this.terminal = terminal;
        this.progress = progress;
    }

    /** Sends a bundle; returns the status at the end. */
    Json send(byte[] bundle, Json begin, int chunk) throws UsageException, FailedException {
        try (Gateway gateway = Client.open(words, terminal)) {
            requireIdle(gateway);
            gateway.call("OTA.Begin", begin);
            write(gateway, bundle, chunk);
            gateway.call("OTA.End");
        }
        return end(toTheEnd(NEVER));
    }

    /** Has a bundle fetched; returns the status at the end. */
    Json fetch(Json update) throws UsageException, FailedException {
        Duration most = Duration.ofSeconds(LONGEST_FETCH_S);
        Gateway caller = Client.open(words, terminal, most);
        try {
            requireIdle(caller);
            CompletableFuture<Json> answer = new CompletableFuture<>();
            if (EXCLUSIVE.matcher(Client.port(words, terminal)).matches()) {
                return end(update(caller, update));
            }
            new NamedThreads("ccm-cli-ota").newThread(() -> call(caller, update, answer)).start();
            return end(toTheEnd(answer));
        } finally {
            caller.close();
        }
    }

    private static Json update(Gateway gateway, Json update) throws FailedException {
        gateway.call("OTA.Update", update);
        return gateway.call("OTA.Status");
    }

    private static void call(Gateway gateway, Json update, CompletableFuture<Json> answer) {
        try {
            answer.complete(gateway.call("OTA.Update", update));
        } catch (FailedException e) {
            answer.completeExceptionally(e);
        }
    }

    private static void requireIdle(Gateway gateway) throws FailedException {
        Json status = gateway.call("OTA.Status");
        if (state(status) == PROGRESS) {
            throw new FailedException(
                    "an update is in progress already: " + OtaCommand.said(status));
        }
    }

    private void write(Gateway gateway, byte[] bundle, int chunk) throws FailedException {
        try {
            for (int at = 0; at < bundle.length; at += chunk) {
                byte[] data = Arrays.copyOfRange(bundle, at, Math.min(bundle.length, at + chunk));
                Chunks.call(
                        gateway,
                        "OTA.Write",
                        new Json.Obj()
                                .put("offset", at)
                                .put("data", Base64.getEncoder().encodeToString(data)));
                progress.show("send", at + data.length, bundle.length);
            }
        } catch (FailedException e) {
            progress.end();
            giveUp(gateway);
            throw e;
        }
    }

    /** So that the next may begin at once; that this fails, too, is no news. */
    private static void giveUp(Gateway gateway) throws FailedException {
        try {
            gateway.call("OTA.End");
        } catch (CallException e) {
            return; // it had ended, or what is there is no bundle
        }
    }

    /** Looks until the call that began the update is answered; without one, until it has ended. */
    private Json toTheEnd(CompletableFuture<Json> answer) throws UsageException, FailedException {
        CompletableFuture<Json> call = answer;
        long heard = System.nanoTime();
        while (true) {
            try (Gateway gateway = Client.open(words, terminal)) {
                while (true) {
                    boolean answered = waited(call);
                    Json status = gateway.call("OTA.Status");
                    heard = System.nanoTime();
                    if (answered || call == NEVER && state(status) != PROGRESS) {
                        return status;
                    }
                    show(status);
                }
            } catch (NotAnsweredException e) {
                call = NEVER; // its state tells how it ends
            } catch (CallException e) {
                progress.end();
                throw e;
            } catch (FailedException e) { // the gateway may be starting again
                if (System.nanoTime() - heard > PATIENCE_NANOS) {
                    throw e;
                }
                waited(NEVER);
            }
        }
    }

    /** True when the call has been answered with a result, a moment later at most. */
    private static boolean waited(CompletableFuture<Json> call) throws FailedException {
        try {
            call.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CallException refused
                    && refused.code() != GATEWAY_TIMEOUT) {
                throw refused;
            }
            throw new NotAnsweredException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted", e);
        }
    }

    private void show(Json status) {
        progress.show(
                status.text("phase").orElse(""),
                status.number("done").orElse(0L),
                status.number("total").orElse(0L));
    }

    private Json end(Json status) throws FailedException {
        progress.end();
        if (state(status) == ERROR) {
            throw new FailedException(OtaCommand.said(status));
        }
        return status;
    }

    private static int state(Json status) throws FailedException {
        return (int)
                (long)
                        status.number("state")
                                .orElseThrow(
                                        () ->
                                                new FailedException(
                                                        "OTA.Status: no state in "
                                                                + status.compact()));
    }

    /** The call that began the update broke off; the update goes on. */
    private static final class NotAnsweredException extends FailedException {
        private static final long serialVersionUID = 1;

        NotAnsweredException(Throwable cause) {
            super("OTA.Update: not answered", cause);
        }
    }
}
