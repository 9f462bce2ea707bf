package ccm.itest;

import ccm.itest.CloudTarget.Place;
import ccm.sim.cloud.server.FaultRule;
import ccm.sim.cloud.server.FaultRule.Kind;
import ccm.sim.cloud.server.FaultRule.Step;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What happens in one run, made out of its seed alone: which faults wait at which steps, and what
 * the host and the cloud do meanwhile.
 *
 * @param armed before anything is done
 * @param deeds one after the other, without waiting for what they lead to
 * @param shuffles true when the emulator itself may take records in another order than they came
 */
record FaultSchedule(long seed, List<FaultRule> armed, List<Deed> deeds, boolean shuffles) {
    private static final int PAUSE = 15; // milliseconds
    private static final int MOST_LEVEL = 1_000_000;
    private static final int UNAVAILABLE = 3;
    private static final int BUSY = 503;
    private static final int REFUSING_OF = 50; // of the long runs, one in so many
    private static final List<Kind> NOW = List.of(Kind.DROP, Kind.RST, Kind.RESTART, Kind.EXPIRE);

    /** What somebody does. */
    sealed interface Deed {
        /** The host publishes the next record. */
        record Publish() implements Deed {}

        /** The cloud wants something. */
        record Desire(ObjectNode patch) implements Deed {}

        /** The host changes something by itself. */
        record Change(ObjectNode patch) implements Deed {}

        /** Something goes wrong at once, with all connections. */
        record Strike(FaultRule rule) implements Deed {}

        /** The cloud says no to one request. */
        record Refuse() implements Deed {}

        /** Nothing is done for so long. */
        record Wait(int millis) implements Deed {}
    }

    /** A step and what goes wrong there. */
    record Cell(Place place, Kind kind) {}

    /** Which faults can happen at a step. */
    interface Fits {
        boolean test(Kind kind, Step step);
    }

    /** Every fault at every step where it can happen. */
    private static List<Cell> cells(CloudTarget target, Fits fits) {
        return cells(target.places(), fits).stream()
                .filter(cell -> cell.kind() != Kind.REORDER || !target.keepsOrder(cell.place()))
                .toList();
    }

    /** The same without regard to a cloud. */
    static List<Cell> cells(List<Place> places, Fits fits) {
        List<Cell> all = new ArrayList<>();
        for (Place place : places) {
            for (Kind kind : Kind.values()) {
                if (fits.test(kind, place.step())) {
                    all.add(new Cell(place, kind));
                }
            }
        }
        return all;
    }

    /** Nothing more is said, or something is never answered: what limits alone find out. */
    static boolean silences(Kind kind, Step step) {
        return kind == Kind.HALFOPEN
                || kind == Kind.LOSE
                        && (step == Step.SUBSCRIBE
                                || step == Step.SUBACK
                                || step == Step.PUBLISH
                                || step == Step.PUBACK);
    }

    /** Two are left out: they are {@link #silences}. */
    static boolean fits(Kind kind, Step step) {
        return switch (kind) {
            case DROP, RST, RESTART, EXPIRE, DELAY -> true;
            case HALFOPEN, LOSE -> false;
            case DUP -> step == Step.PUBLISH || step == Step.SEND;
            case REORDER ->
                    step == Step.PUBLISH
                            || step == Step.PUBACK
                            || step == Step.SUBACK
                            || step == Step.SEND
                            || step == Step.ACK;
            case REFUSE -> step == Step.CONNECT;
            case THROTTLE ->
                    step == Step.PUBLISH
                            || step == Step.PUBACK
                            || step == Step.SUBSCRIBE
                            || step == Step.SEND;
        };
    }

    /**
     * Makes one.
     *
     * @param patient true to let the cloud refuse requests now and then, which costs seconds
     */
    static FaultSchedule of(long seed, CloudTarget target, boolean patient) {
        Random random = new Random(seed);
        List<Cell> cells = cells(target, FaultSchedule::fits);
        List<Cell> chosen = new ArrayList<>();
        chosen.add(next(cells, seed));
        for (int more = random.nextInt(3); more > 0; more--) {
            chosen.add(cells.get(random.nextInt(cells.size())));
        }
        return with(chosen, seed, target, patient, random);
    }

    /** Makes one with a connection that falls silent, or an answer that never comes. */
    static FaultSchedule silent(long seed, CloudTarget target) {
        List<Cell> cells = cells(target, FaultSchedule::silences);
        return with(List.of(next(cells, seed)), seed, target, false, new Random(seed));
    }

    /** Each once in an order of its own, then again in another. */
    static <T> T next(List<T> all, long seed) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed / all.size()));
        return shuffled.get((int) (seed % all.size()));
    }

    private static FaultSchedule with(
            List<Cell> chosen, long seed, CloudTarget target, boolean patient, Random random) {
        List<Deed> deeds = new ArrayList<>();
        for (int i = 0; i < target.records(); i++) {
            deeds.add(new Deed.Publish());
        }
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            deeds.add(new Deed.Desire(patch(random)));
        }
        if (random.nextInt(4) == 0) {
            ObjectNode own = JsonNodeFactory.instance.objectNode();
            deeds.add(new Deed.Change(own.put("seen", random.nextInt(MOST_LEVEL))));
        }
        if (patient && random.nextInt(REFUSING_OF) == 0) {
            deeds.add(new Deed.Refuse());
        }
        for (int pauses = random.nextInt(3); pauses > 0; pauses--) {
            deeds.add(new Deed.Wait(1 + random.nextInt(PAUSE)));
        }
        Collections.shuffle(deeds, random);
        boolean connects = chosen.stream().anyMatch(cell -> cell.place().once());
        if (connects) {
            Kind kind = NOW.get(random.nextInt(NOW.size()));
            FaultRule rule = FaultRule.now(kind).value(value(kind, random));
            deeds.add(random.nextInt(deeds.size()), new Deed.Strike(rule));
        }
        return new FaultSchedule(
                seed,
                chosen.stream().map(cell -> rule(cell, random)).toList(),
                deeds,
                shuffles(chosen, deeds, target));
    }

    private static boolean shuffles(List<Cell> cells, List<Deed> deeds, CloudTarget target) {
        boolean reordered =
                cells.stream()
                        .anyMatch(
                                cell ->
                                        cell.place().step() == Step.PUBLISH
                                                && (cell.kind() == Kind.REORDER
                                                        || cell.kind() == Kind.LOSE));
        return reordered || target.refusesRecords() && deeds.contains(new Deed.Refuse());
    }

    static FaultRule rule(Cell cell, Random random) {
        int nth = cell.place().once() ? 0 : random.nextInt(3);
        FaultRule rule =
                FaultRule.at(cell.kind(), cell.place().step())
                        .value(refusal(cell, random))
                        .times(cell.kind() == Kind.THROTTLE ? 3 : 1)
                        .nth(nth);
        return cell.place().topic().isEmpty() ? rule : rule.topic(cell.place().topic());
    }

    /** A WebSocket is refused in the words of HTTP. */
    private static int refusal(Cell cell, Random random) {
        boolean web = cell.kind() == Kind.REFUSE && cell.place().web();
        return web ? BUSY : value(cell.kind(), random);
    }

    private static int value(Kind kind, Random random) {
        return switch (kind) {
            case RESTART -> random.nextInt(30); // milliseconds
            case DELAY -> 5 + random.nextInt(60); // milliseconds
            case THROTTLE -> 20 + random.nextInt(80); // a second
            case DUP -> random.nextInt(2);
            case REFUSE -> UNAVAILABLE;
            default -> 0;
        };
    }

    private static ObjectNode patch(Random random) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        switch (random.nextInt(3)) {
            case 0 -> patch.put("on", random.nextBoolean());
            case 1 -> patch.put("level", random.nextInt(MOST_LEVEL));
            default -> patch.putObject("mode").put("m" + random.nextInt(3), random.nextInt(100));
        }
        return patch;
    }

    /** For people, and short enough for a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ":");
        for (FaultRule rule : armed) {
            text.append(' ').append(rule.kind());
            text.append(rule.value() > 0 ? "=" + rule.value() : "");
            rule.step().ifPresent(step -> text.append('@').append(step));
            text.append(rule.match().topic().isEmpty() ? "" : ",topic=" + rule.match().topic());
            text.append(rule.nth() > 0 ? ",n=" + rule.nth() : "");
        }
        for (Deed deed : deeds) {
            text.append("; ").append(word(deed));
        }
        return text.toString();
    }

    private static String word(Deed deed) {
        if (deed instanceof Deed.Desire desire) {
            return "desire " + desire.patch();
        }
        if (deed instanceof Deed.Change change) {
            return "change " + change.patch();
        }
        if (deed instanceof Deed.Strike strike) {
            return "strike " + strike.rule().kind() + "=" + strike.rule().value();
        }
        if (deed instanceof Deed.Wait wait) {
            return "wait " + wait.millis() + " ms";
        }
        return deed instanceof Deed.Publish ? "publish" : "refuse";
    }
}
