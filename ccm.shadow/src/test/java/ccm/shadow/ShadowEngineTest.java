package ccm.shadow;

import static ccm.shadow.Bench.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowChange.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShadowEngineTest {
    private final Bench bench = new Bench();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void tellsTheHostWhatIsWantedOnceAndTheCloudWhatItDid(Kind kind) {
        ModelCloud cloud = bench.connected("some", kind);
        bench.host.report(json("{'on':false}"));
        bench.pass(1000);
        cloud.want(json("{'on':true}"));
        bench.pass(60_000);
        assertEquals(List.of(json("{'on':true}")), bench.host.told);
        assertEquals(json("{'on':true}"), cloud.reported());
    }

    @Test
    void reportsWhatHappenedOfflineAtOnceWhenTheCloudIsBack() {
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        bench.host.report(json("{'a':1,'gone':1,'deep':{'x':1,'y':2}}"));
        bench.pass(1000);
        cloud.disconnect();
        bench.host.report(json("{'a':2}"));
        bench.pass(1000);
        bench.host.report(json("{'gone':null,'deep':{'y':null}}"));
        bench.pass(1000);
        cloud.patches.clear();
        cloud.connect();
        bench.pass(1000);
        assertEquals(List.of(json("{'a':2,'gone':null,'deep':{'y':null}}")), cloud.patches);
        assertEquals(json("{'a':2,'deep':{'x':1}}"), cloud.reported());
    }

    @Test
    void leavesAloneWhatOthersReported() {
        ModelCloud cloud = bench.cloud("some", Kind.DIFFERENCE, true);
        cloud.update(json("{'reported':{'firmware':'1.0','on':true}}"), java.util.Optional.empty());
        bench.host.report(json("{'on':false}"));
        bench.pass(1000);
        cloud.connect();
        bench.pass(1000);
        assertEquals(json("{'firmware':'1.0','on':false}"), cloud.reported());
    }

    @Test
    void tellsAHostThatWasAwayWhenItIsBack() {
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        bench.host.line(false);
        cloud.want(json("{'on':true}"));
        bench.pass(1000);
        cloud.want(json("{'on':null,'rate':5}"));
        bench.pass(1000);
        assertEquals(List.of(), bench.host.told);
        bench.host.line(true);
        bench.pass(1000);
        assertEquals(List.of(json("{'rate':5}")), bench.host.told);
    }

    /** So may mDash be: the wish was no difference yet, and the report is no wish. */
    @Test
    void asksWhatIsWantedAfterAReportWhereThatTellsNothing() {
        ModelCloud cloud = bench.connected("some", Kind.DIFFERENCE);
        cloud.tellsAfterReports = false;
        bench.host.report(json("{'on':false}"));
        bench.pass(5000);
        cloud.want(json("{'on':true}"));
        bench.pass(30); // the host obeys, and its report is on its way
        cloud.want(json("{'on':false}"));
        bench.pass(60_000);
        assertEquals(json("{'on':false}"), bench.host.state);
        assertEquals(json("{'on':false}"), cloud.reported());
    }

    /** So is mDash: what a late one does not name is wanted all the same. */
    @Test
    void asksWhatIsWantedAfterADifferenceWithoutAVersion() {
        ModelCloud cloud = bench.cloud("some", Kind.DIFFERENCE, false);
        cloud.connect();
        bench.pass(1000);
        bench.host.line(false);
        cloud.line = new ModelCloud.Line(1000, 0, 0);
        cloud.want(json("{'rate':5}"));
        cloud.want(json("{'on':true}"));
        cloud.line = ModelCloud.Line.GOOD;
        for (String late : List.of("{'rate':5,'on':true}", "{'rate':5}")) {
            bench.engine.changed(cloud, new ShadowChange(Kind.DIFFERENCE, -1, json(late)));
        }
        bench.host.line(true);
        bench.pass(5000);
        assertEquals(json("{'rate':5,'on':true}"), cloud.reported());
    }
}
