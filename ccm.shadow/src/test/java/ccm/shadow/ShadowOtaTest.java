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
import ccm.api.shadow.ShadowChange.Kind;
import java.net.URI;
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

    private static final class Updates implements FirmwareUpdater {
        final List<String> begun = new ArrayList<>();
        CompletableFuture<UpdateStatus> end = new CompletableFuture<>();
        boolean busy;

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
        public void commit() {}

        @Override
        public CompletionStage<UpdateStatus> revert() {
            throw new UnsupportedOperationException();
        }
    }
}
