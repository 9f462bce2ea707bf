package ccm.ota;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that has to be known after a power cut, in one file.
 *
 * @param running what the host was last made to run
 * @param kept what it can be put back to
 * @param journal what is not finished
 * @param result how the last update ended; empty when there was none
 * @param failed the reason when that was a failure
 * @param entered the type of chip of a host that was put into its loader and not changed yet
 */
record Ledger(
        Optional<Installed> running,
        Optional<Installed> kept,
        Optional<Journal> journal,
        Polled polled,
        String result,
        Optional<String> failed,
        Optional<String> entered) {
    static final Ledger EMPTY =
            new Ledger(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Polled.NOTHING,
                    "",
                    Optional.empty(),
                    Optional.empty());

    Ledger with(Journal begun) {
        return new Ledger(
                running, kept, Optional.of(begun), polled, result, failed, Optional.empty());
    }

    Ledger withoutJournal() {
        return new Ledger(running, kept, Optional.empty(), polled, result, failed, entered);
    }

    Ledger with(Polled found) {
        return new Ledger(running, kept, journal, found, result, failed, entered);
    }

    Ledger ended(String text, Optional<String> reason) {
        return new Ledger(running, kept, journal, polled, text, reason, entered);
    }

    /** The host is about to be put into its loader. */
    Ledger entering(String type) {
        return new Ledger(running, kept, journal, polled, result, failed, Optional.of(type));
    }

    /** The host runs what it ran. */
    Ledger left() {
        return new Ledger(running, kept, journal, polled, result, failed, Optional.empty());
    }

    /** The host runs one thing, and can be put back to another. */
    Ledger settled(Optional<Installed> runs, Optional<Installed> other) {
        return new Ledger(runs, other, Optional.empty(), polled, result, failed, entered);
    }

    /** Files that must stay. */
    Set<String> images() {
        Set<String> names = new TreeSet<>();
        running.ifPresent(one -> names.add(one.image()));
        kept.ifPresent(one -> names.add(one.image()));
        journal.ifPresent(
                begun -> {
                    names.add(begun.next().image());
                    names.add(begun.back().image());
                });
        return names;
    }
}
