package ccm.cli.setup;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.rpc.Gateway;
import ccm.cli.rpc.NoAnswerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a gateway is at a cloud, and shows how that goes. */
final class Arrival {
    private static final long LOOK_MILLIS = 250;
    private static final int SURE = 8; // looks, after which a session is none of before

    private final String cloud;
    private final Work work;
    private final Gateway gateway;
    private final Terminal terminal;
    private final String before; // when the phase began that it had before anything was changed
    private final boolean wasReady;
    private String shown = "";

    Arrival(String cloud, Work work) throws FailedException {
        this.cloud = cloud;
        this.work = work;
        this.gateway = work.gateway();
        this.terminal = work.terminal();
        Json now = look();
        this.before = now.text("since").orElse("");
        this.wasReady = ready(now);
    }

    /** True when it was at the cloud before anything was changed. */
    boolean wasReady() {
        return wasReady;
    }

    private static boolean ready(Json status) {
        return status.text("phase").orElse("").equals("READY");
    }

    void await(Duration wait) throws FailedException {
        long begun = System.nanoTime();
        String reason = "";
        int ready = 0;
        while (System.nanoTime() - begun < wait.toNanos()) {
            Json now = look();
            ready = ready(now) ? ready + 1 : 0;
            boolean since = !now.text("since").orElse("").equals(before);
            if (ready > 0 && since || ready >= SURE) {
                return;
            }
            reason = now.text("reason").orElse(reason);
            show(now, reason);
            pause();
        }
        throw new FailedException(
                cloud
                        + ": all is set and saved, but it is not connected after "
                        + wait.toSeconds()
                        + " s: "
                        + (reason.isEmpty() ? "it does not say why" : reason)
                        + "\nIt keeps trying: "
                        + work.typed("call Cloud.Status")
                        + "\nThe settings of before: "
                        + work.typed("config-history")
                        + ", then "
                        + work.typed("config-rollback N"));
    }

    /** What the gateway says of the cloud; nothing while it does not answer or has none. */
    private Json look() throws FailedException {
        try {
            return gateway.call("Cloud.Status").at("clouds").orElse(Json.NULL).list().stream()
                    .filter(each -> each.text("name").orElse("").equals(cloud))
                    .findFirst()
                    .orElse(Json.NULL);
        } catch (NoAnswerException e) {
            return Json.NULL;
        }
    }

    private void show(Json now, String reason) {
        String line = cloud + ": " + now.text("phase").orElse("starting") + " " + reason;
        if (!line.equals(shown)) {
            terminal.err().println(line.strip());
            shown = line;
        }
    }

    private static void pause() throws FailedException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted", e);
        }
    }
}
