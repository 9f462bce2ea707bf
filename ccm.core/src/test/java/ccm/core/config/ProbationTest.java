package ccm.core.config;

import static ccm.core.config.Sample.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is saved has to show that contact is not lost. */
@ExtendWith(Quiet.class)
class ProbationTest {
    private static final String CLOUD = "cloud mqtt";
    private static final String HOST = "host";

    @TempDir Path folder;
    private final TestContacts contacts = new TestContacts();
    private Keeper keeper;
    private long now;

    @BeforeEach
    void start() throws IOException {
        Launched launched = new Launched(folder, new TreeMap<>(), new TreeMap<>());
        keeper = new Keeper(launched, (before, values) -> {}, () -> now);
        keeper.settings().schema(Sample.schema(Sample.BROKER, Sample.ROOT));
        keeper.open(true);
    }

    @Test
    void whatLosesTheCloudIsTakenBackWithItsReason() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        save("{'mqtt':{'server':'bad'}}");
        contacts.away(CLOUD, "bad: name not found");
        after(299);
        assertEquals("\"bad\" true", server() + " " + keeper.onProbation());
        assertEquals(
                json("{'on':true,'left_s':1,'waits_for':{'cloud mqtt':'bad: name not found'}}")
                        .toString(),
                keeper.status(contacts).path("probation").toString());
        assertTrue(after(2));
        assertEquals("\"good\" false", server() + " " + keeper.onProbation());
        assertEquals(json("{'mqtt':{'enable':true,'server':'good'}}"), saved());
        String reason = keeper.status(contacts).at("/returned/reason").textValue();
        assertEquals(
                "returned to the last good one: no contact within config.probation_s of 300 s:"
                        + " {cloud mqtt=bad: name not found}",
                reason);
        assertTrue(Quiet.errors().get(0).contains("bad: name not found"), Quiet.errors().get(0));
        start();
        assertEquals("\"good\" false", server() + " " + keeper.onProbation());
    }

    @Test
    void whatRegainsTheCloudAndKeepsItForAMomentIsGood() throws Exception {
        goodWithCloud();
        save("{'mqtt':{'server':'better'}}");
        after(1); // still there from before: that proves nothing yet
        assertTrue(keeper.onProbation());
        contacts.away(CLOUD, "connecting");
        after(5);
        contacts.there(CLOUD);
        after(1);
        assertTrue(keeper.onProbation());
        after(3);
        assertFalse(keeper.onProbation());
        after(1000);
        assertEquals("\"better\"", server());
    }

    @Test
    void aCloudThatIsStillThereFromBeforeProvesNothingUntilTheTimeIsOver() throws Exception {
        goodWithCloud();
        save("{'mqtt':{'server':'slow to be looked at'}}");
        after(5);
        after(100);
        assertTrue(keeper.onProbation());
        after(200);
        assertFalse(keeper.onProbation());
        assertEquals("\"slow to be looked at\"", server());
    }

    @Test
    void aCloudThatNeverWorkedIsNotAwaited() throws Exception {
        save("{'mqtt':{'enable':true,'server':'somewhere'}}");
        after(0);
        assertFalse(keeper.onProbation());
        after(1000);
        start();
        assertEquals("\"somewhere\" false", server() + " " + keeper.onProbation());
    }

    @Test
    void aCloudThatWasSwitchedOffIsNotAwaited() throws Exception {
        goodWithCloud();
        save("{'mqtt':{'enable':false}}");
        contacts.away(CLOUD, "off");
        after(0);
        assertFalse(keeper.onProbation());
    }

    @Test
    void aContactThatItsSettingsDoNotWantAnyMoreIsNotAwaited() throws Exception {
        goodWithCloud();
        contacts.unwanted("cloud mqtt");
        save("{'mqtt':{'keep_alive':5}}");
        assertFalse(keeper.judge(contacts, contacts.ready()));
        assertFalse(keeper.onProbation());
    }

    @Test
    void anOutageDoesNotTakeBackWhatHasNothingToDoWithIt() throws Exception {
        goodWithCloud();
        contacts.away(CLOUD, "no network");
        save("{'config':{'probation_s':60}}");
        after(1000);
        assertFalse(keeper.onProbation());
        assertEquals("60", keeper.settings().inForce().get("config.probation_s").toString());
    }

    @Test
    void inAnOutageAChangeOfThatVeryCloudHasToBringItBack() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        contacts.away(CLOUD, "no network");
        save("{'mqtt':{'server':'other'}}");
        after(301);
        assertEquals("\"good\"", server());
    }

    @Test
    void confirmEndsIt() throws Exception {
        goodWithCloud();
        contacts.away(CLOUD, "no network");
        save("{'mqtt':{'server':'other'}}");
        after(10);
        keeper.confirm(contacts.ready());
        after(1000);
        start();
        assertEquals("\"other\" false", server() + " " + keeper.onProbation());
    }

    @Test
    void aHostThatFallsSilentCountsAlike() throws Exception {
        Quiet.expectErrors();
        contacts.there(HOST);
        goodWithCloud();
        save("{'mqtt':{'keep_alive':5}}"); // whatever it was, the host answered before
        contacts.away(HOST, "it does not answer");
        after(301);
        assertEquals("60", keeper.settings().inForce().get("mqtt.keep_alive").toString());
    }

    @Test
    void aChangeThatWasInForceBeforeItWasSavedIsMeasuredByWhatWasThereBefore() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        keeper.set(json("{'mqtt':{'server':'bad'}}"), contacts.ready());
        contacts.away(CLOUD, "bad: name not found");
        after(1000);
        keeper.save(9, false, "test", contacts.ready());
        after(301);
        assertEquals("\"good\"", server());
    }

    @Test
    void aRestartBeginsTheTimeAnewAndEnoughOfThemEndIt() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        save("{'mqtt':{'server':'bad'}}");
        contacts.away(CLOUD, "bad: name not found");
        for (int i = 0; i < 3; i++) {
            start();
            after(200);
            assertEquals("\"bad\"", server());
        }
        start();
        assertEquals("\"good\"", server());
        assertTrue(Quiet.errors().get(0).contains("started several times"));
    }

    @Test
    void aRestartDoesNotEndItByItself() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        save("{'mqtt':{'server':'bad'}}");
        contacts.away(CLOUD, "bad: name not found");
        start();
        after(301);
        assertEquals("\"good\"", server());
    }

    @Test
    void aFileThatWasEditedHasToProveItself() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        contacts.away(CLOUD, "bad: name not found");
        write("{'mqtt':{'enable':true,'server':'bad'}}");
        start();
        assertEquals("\"bad\" true", server() + " " + keeper.onProbation());
        after(301);
        assertEquals("\"good\"", server());
        contacts.there(CLOUD);
        write("{'mqtt':{'enable':true,'server':'better'}}");
        start();
        after(1);
        after(3);
        assertEquals("\"better\" false", server() + " " + keeper.onProbation());
    }

    @Test
    void aFileThatBreaksARuleIsNotEvenTried() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        write("{'mqtt':{'enable':'yes','server':'edited'}}");
        start();
        assertEquals("\"good\" false", server() + " " + keeper.onProbation());
        String error = String.join("\n", Quiet.errors());
        assertTrue(error.contains("mqtt.enable: found \"yes\", must be true or false"), error);
        try (var files = Files.list(folder)) {
            assertTrue(files.anyMatch(file -> file.toString().contains("conf9.json.bad-")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mqtt':'hush'}",
                "{'mqtt':null}",
                "{'mqtt':[]}",
                "{'mqtt':{'server':{'a':1}}}",
                "{'mqtt':{'enable':true,'server':'x','topics':5}}"
            })
    void aFileWithSomethingInTheWrongPlaceIsNotTriedEither(String text) throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        write(text);
        start();
        assertEquals("\"good\" false", server() + " " + keeper.onProbation());
        assertFalse(Quiet.errors().toString().contains("hush"), Quiet.errors().toString());
    }

    @Test
    void aSpoiledFileGivesWayToTheLastGoodOne() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        save("{'mqtt':{'server':'better'}}");
        contacts.away(CLOUD, "connecting").there(CLOUD);
        after(1);
        after(3);
        write("{'mqtt':{");
        start();
        assertEquals("\"better\" false", server() + " " + keeper.onProbation());
    }

    @Test
    void whatIsKeptIsGoodInTheVeryStepThatSavesIt() throws Exception {
        goodWithCloud();
        keep("{'mqtt':{'server':'tried'}}");
        takeBack("saved/good.json"); // the power went between the layer and what follows it
        contacts.away(CLOUD, "the router starts anew, too");
        for (int i = 0; i < 6; i++) {
            start();
            assertEquals("\"tried\" false", server() + " " + keeper.onProbation());
        }
    }

    @Test
    void whatWasAboutToBeKeptIsNotOnProbationEither() throws Exception {
        goodWithCloud();
        keep("{'mqtt':{'server':'tried'}}");
        takeBack("saved/good.json");
        takeBack("conf9.json"); // the power went before the layer
        start();
        assertEquals("\"good\" false", server() + " " + keeper.onProbation());
        save("{'mqtt':{'server':'tried'}}"); // by nobody who tried it
        assertTrue(keeper.onProbation());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsKeptStaysWhenTheRestIsTakenBack(boolean cut) throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        save("{'mqtt':{'server':'bad','topics':[]}}");
        keep("{'mqtt':{'keep_alive':5,'topics':['a']}}");
        if (cut) {
            takeBack("saved/good.json");
        }
        contacts.away(CLOUD, "bad: name not found");
        start();
        assertEquals("\"bad\" true", server() + " " + keeper.onProbation());
        after(301);
        assertEquals("\"good\" false", server() + " " + keeper.onProbation());
        assertEquals(
                json("{'mqtt':{'enable':true,'server':'good','keep_alive':5,'topics':['a']}}"),
                saved());
    }

    @Test
    void zeroSecondsTakeNothingBack() throws Exception {
        goodWithCloud();
        save("{'config':{'probation_s':0}}");
        after(1);
        after(3);
        save("{'mqtt':{'server':'bad'}}");
        contacts.away(CLOUD, "bad: name not found");
        after(1000);
        start();
        after(1000);
        assertEquals("\"bad\" false", server() + " " + keeper.onProbation());
    }

    @Test
    void aBadLayerDoesNotGiveItselfMoreTime() throws Exception {
        Quiet.expectErrors();
        goodWithCloud();
        save("{'config':{'probation_s':80000},'mqtt':{'server':'bad'}}");
        contacts.away(CLOUD, "bad: name not found");
        after(301);
        assertEquals("\"good\"", server());
    }

    @Test
    void nobodysSecretIsInTheClear() throws Exception {
        contacts.there(CLOUD);
        write("{'mqtt':{'enable':true,'server':'good','pass':'correct-horse'}}");
        start();
        after(0); // the cloud is learnt of, and the layer kept
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), "ISO-8859-1");
                assertFalse(text.contains("correct-horse"), file.toString());
            }
        }
        start();
        assertFalse(keeper.onProbation());
    }

    private void goodWithCloud() throws Exception {
        save("{'mqtt':{'enable':true,'server':'good'}}");
        after(0);
        contacts.there(CLOUD);
        after(0); // a contact of a layer that is good
    }

    private boolean after(int seconds) throws Exception {
        now += Duration.ofSeconds(seconds).toNanos();
        return keeper.judge(contacts, contacts.ready());
    }

    private void save(String change) throws Exception {
        keeper.setAndSave(json(change), false, "test", contacts.ready());
    }

    private void keep(String change) throws Exception {
        keeper.keep(json(change), "test", true, contacts.ready());
    }

    /** As it was before it was written last. */
    private void takeBack(String file) throws IOException {
        Files.move(
                folder.resolve(file + ".bak"),
                folder.resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private String server() {
        return keeper.settings().inForce().get("mqtt.server").toString();
    }

    private JsonNode saved() throws IOException {
        return json(Files.readString(folder.resolve("conf9.json")));
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("conf9.json"), text.replace('\'', '"'));
    }
}
