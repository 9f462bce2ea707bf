package ccm.shadow;

import static ccm.shadow.Bench.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import ccm.api.shadow.ShadowChange.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ShadowOtaTest {
    private final Bench bench = new Bench();
    private final Updates updates = new Updates();

    @Test
    void triesAnAddressOnceWhateverHappensAfterwards() {
        bench.engine.updater(() -> Optional.of(updates));
        ModelCloud cloud = bench.connected("some", Kind.DIFFERENCE);
        cloud.want(json("{'ota':{'url':'https://example.com/a.zip'},'on':true}"));
        bench.pass(1000);
        updates.end.completeExceptionally(new FirmwareException(Reason.DOWNLOAD, "no such file"));
        bench.pass(60_000);
        assertEquals(-1 - Reason.DOWNLOAD.ordinal(), cloud.reported().at("/ota/code").asInt());
        assertEquals("no such file", cloud.reported().at("/ota/message").asText());
        cloud.disconnect();
        cloud.connect();
        bench.pass(60_000);
        cloud.disconnect();
        bench.engine.close();
        bench.start(Bench.USUAL);
        bench.engine.updater(() -> Optional.of(updates));
        bench.install(cloud);
        cloud.connect();
        bench.pass(60_000);
        assertEquals(List.of("https://example.com/a.zip"), updates.begun);
        cloud.want(json("{'ota':{'id':2}}"));
        bench.pass(1000);
        assertEquals(2, updates.begun.size());
        assertTrue(bench.host.told.stream().noneMatch(delta -> delta.has("ota")));
    }

    @Test
    void triesWhatEachCloudWantsOnce() {
        bench.engine.updater(() -> Optional.of(updates));
        ModelCloud one = bench.connected("one", Kind.DIFFERENCE);
        ModelCloud two = bench.connected("two", Kind.PATCH);
        one.want(json("{'ota':{'url':'https://example.com/1.zip'}}"));
        two.want(json("{'ota':{'url':'https://example.com/2.zip'}}"));
        for (int i = 0; i < 5; i++) {
            bench.pass(60_000);
            updates.end.completeExceptionally(new FirmwareException(Reason.DOWNLOAD, "none"));
        }
        two.want(json("{'ota':{'url':'https://example.com/1.zip'}}"));
        bench.pass(60_000);
        assertEquals(
                List.of("https://example.com/1.zip", "https://example.com/2.zip"), updates.begun);
    }

    @Test
    void commitsByItselfOnceTheShadowIsReached() {
        bench.engine.close();
        bench.start(new ShadowSettings(true, "", true, true, true, Duration.ofHours(1)));
        bench.engine.updater(() -> Optional.of(updates));
        bench.host.line(true);
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        cloud.disconnect();
        bench.engine.updating(status(State.PROGRESS, 100, false));
        bench.pass(60_000);
        assertEquals(0, updates.commits, "the shadow was not reached");
        cloud.connect();
        bench.pass(1000);
        assertEquals(1, updates.commits);
    }

    @Test
    void leavesTheCommitToOthersByDefault() {
        bench.engine.updater(() -> Optional.of(updates));
        bench.connected("some", Kind.PATCH);
        bench.engine.updating(status(State.PROGRESS, 100, false));
        bench.pass(60_000);
        assertEquals(0, updates.commits);
    }

    @Test
    void reportsProgressSeldomAndTheEndAtOnce() {
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        for (int i = 0; i < 100; i++) {
            bench.engine.updating(status(State.PROGRESS, i, true));
            bench.pass(100);
        }
        bench.engine.updating(status(State.SUCCESS, 100, true));
        bench.pass(1000);
        assertTrue(cloud.patches.size() <= 4, () -> cloud.patches.toString());
        assertEquals("success", cloud.reported().at("/ota/status").asText());
        assertEquals(1, cloud.reported().at("/ota/code").asInt());
    }

    @Test
    void waitsForAnotherUpdateToEnd() {
        bench.engine.updater(() -> Optional.of(updates));
        updates.busy = true;
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        cloud.want(json("{'ota':{'url':'https://example.com/a.zip'}}"));
        bench.pass(60_000);
        assertEquals(List.of(), updates.begun);
        updates.busy = false;
        bench.pass(60_000);
        assertEquals(1, updates.begun.size());
    }

    @Test
    void refusesWhatIsNoWebAddress() {
        bench.engine.updater(() -> Optional.of(updates));
        ModelCloud cloud = bench.connected("some", Kind.WHOLE);
        cloud.want(json("{'ota':{'url':'ftp://example.com/a.zip'}}"));
        bench.pass(60_000);
        assertEquals(
                "some: desired.ota.url is \"ftp://example.com/a.zip\", must be an address that"
                        + " begins with http:// or https://",
                cloud.reported().at("/ota/message").asText());
    }

    private static UpdateStatus status(State state, int percent, boolean committed) {
        return new UpdateStatus(
                state,
                "so it goes",
                Optional.empty(),
                Optional.empty(),
                percent,
                100,
                percent,
                committed,
                committed ? Duration.ZERO : Duration.ofMinutes(5));
    }

    private static final class Updates implements FirmwareUpdater {
        final List<String> begun = new ArrayList<>();
        CompletableFuture<UpdateStatus> end = new CompletableFuture<>();
        boolean busy;
        int commits;

        @Override
        public UpdateStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FirmwareUpload begin(UpdateOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<UpdateStatus> update(URI url, UpdateOptions options)
                throws FirmwareException {
            if (busy) {
                throw new FirmwareException(Reason.BUSY, "Another update is in progress.");
            }
            begun.add(url.toString());
            end = new CompletableFuture<>();
            return end;
        }

        @Override
        public void commit() {
            commits++;
        }

        @Override
        public CompletionStage<UpdateStatus> revert() {
            throw new UnsupportedOperationException();
        }
    }
}
