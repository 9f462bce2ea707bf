package ccm.shadow;

import static ccm.shadow.Bench.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.shadow.ShadowChange.Kind;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeltaFramesTest {
    @Test
    void piecesFitAndMakeTheWholeAgain() {
        Random random = new Random(3);
        for (int run = 0; run < 5_000; run++) {
            ObjectNode delta = RandomTrees.tree(random, 4);
            int largest = DeltaFrames.ENVELOPE + 20 + random.nextInt(60);
            DeltaFrames frames = DeltaFrames.of(delta, largest);
            ObjectNode whole = Trees.empty();
            for (ObjectNode part : frames.parts()) {
                assertTrue(Limits.size(part) + DeltaFrames.ENVELOPE <= largest);
                whole = Trees.merge(whole, part);
            }
            assertTrue(Trees.same(delta, whole) || !frames.unfit().isEmpty(), delta + " " + whole);
        }
    }

    @Test
    void namesWhatCanNeverFitAndTellsTheRest() {
        Bench bench = new Bench();
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        bench.host.maxFrame = 100;
        cloud.want(json("{'a':1,'b':{'long':'" + "x".repeat(200) + "','c':2}}"));
        bench.pass(60_000);
        assertEquals(List.of("b.long"), bench.engine.tooLarge("some"));
        assertEquals(1, bench.host.state.path("a").asInt());
        assertEquals(2, bench.host.state.at("/b/c").asInt());
    }
}
