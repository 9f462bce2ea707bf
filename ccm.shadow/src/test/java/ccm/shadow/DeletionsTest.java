package ccm.shadow;

import static ccm.shadow.Bench.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeletionsTest {
    private Reported.State state = Reported.State.EMPTY;

    @Test
    void remembersWhatIsGoneUntilItIsBack() {
        report("{'a':1,'d':{'x':1,'y':2}}");
        report("{'a':null,'d':{'y':null}}");
        assertEquals(json("{'a':null,'d':{'y':null}}"), state.deleted());
        report("{'a':2}");
        assertEquals(json("{'d':{'y':null}}"), state.deleted());
        report("{'d':{'y':5}}");
        assertEquals(json("{}"), state.deleted());
    }

    @Test
    void deletesOnlyWhatTheCloudHasAndTheHostHadOnce() {
        report("{'a':1,'d':{'x':1,'y':2}}");
        report("{'a':null,'d':{'y':null}}");
        ObjectNode cloud = json("{'firmware':1,'d':{'x':1,'y':2,'z':3}}");
        assertEquals(json("{'d':{'y':null}}"), in(cloud));
    }

    @Test
    void knowsWhatWasInsideAMemberThatWasAValueAndGoneInBetween() {
        report("{'d':{'x':1}}");
        report("{'d':5}");
        report("{'d':null}");
        report("{'d':{}}");
        assertEquals(json("{'d':{'x':null}}"), in(json("{'d':{'x':1}}")));
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        for (int i = 0; i < Deletions.MAX + 100; i++) {
            report("{'m" + i + "':1}");
            report("{'m" + i + "':null}");
        }
        assertEquals(Deletions.MAX, state.deleted().size());
    }

    /** A cloud that missed any number of reports becomes equal by what is unsent. */
    @Test
    void bringsACloudThatMissedReportsInStep() {
        Random random = new Random(1);
        for (int run = 0; run < 2_000; run++) {
            state = Reported.State.EMPTY;
            ObjectNode cloud = Trees.empty();
            for (int step = 0; step < 12; step++) {
                state = state.with(RandomTrees.patch(random, 3));
                if (random.nextInt(3) == 0) {
                    cloud = Trees.merge(cloud, unsent(cloud));
                    assertTrue(
                            Trees.same(state.tree(), cloud),
                            "run " + run + ": " + cloud + " instead of " + state.tree());
                }
            }
        }
    }

    private ObjectNode unsent(ObjectNode cloud) {
        return Trees.join(Trees.delta(state.tree(), cloud), in(cloud));
    }

    private ObjectNode in(ObjectNode cloud) {
        return Deletions.in(cloud, state.deleted(), state.tree());
    }

    private void report(String patch) {
        state = state.with(json(patch));
    }
}
