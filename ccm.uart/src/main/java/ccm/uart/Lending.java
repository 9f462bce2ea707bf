package ccm.uart;

import ccm.api.link.RawLender;
import ccm.api.link.RawLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Hands the open line from the port's thread to one borrower at a time, and back. */
final class Lending implements RawLender {
    private final String name;
    private final Levels levels;
    private final Runnable wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.FREE; // this and all below: guarded by lock
    private String borrower = "";
    private long deadline; // of the borrower that waits
    private Optional<RawPort> given = Optional.empty();
    private String obstacle = ""; // why the port is not open; empty while it is

    private enum State {
        FREE,
        WANTED,
        LENT,
        RETURNED,
        ENDED
    }

    /**
     * Makes one.
     *
     * @param name of the port; empty when there is none
     * @param levels of its modem outputs
     * @param wake has the port's thread look here
     */
    Lending(String name, Levels levels, Runnable wake) {
        this.name = name;
        this.levels = levels;
        this.wake = wake;
    }

    @Override
    public RawLine borrow(String who, Duration patience) throws IOException {
        if (name.isEmpty()) {
            throw new IOException(
                    "no host link: host.rpc.uart.port is empty. Set it to the host's device.");
        }
        long end = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            await(State.RETURNED, end);
            refuseUnlessFree();
            borrower = who;
            deadline = end;
            state = State.WANTED;
            wake.run();
            await(State.WANTED, end);
            if (state == State.LENT) {
                return given.orElseThrow();
            }
            throw notLent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted, not lent to " + who, e);
        } finally {
            if (state == State.WANTED) {
                state = State.FREE;
            }
            lock.unlock();
        }
    }

    @Override
    public void idleRts(boolean asserted) {
        levels.rts(asserted);
    }

    @Override
    public void idleDtr(boolean asserted) {
        levels.dtr(asserted);
    }

    /** Why the port is not open, for who waits for it. */
    void notOpen(String why) {
        lock.lock();
        try {
            obstacle = why;
        } finally {
            lock.unlock();
        }
    }

    /** The port is open. */
    void open() {
        notOpen("");
    }

    /** True when somebody waits for the line. */
    boolean isWanted() {
        return is(State.WANTED);
    }

    /** True until the borrower gives the line back. */
    boolean isLent() {
        return is(State.LENT);
    }

    /** Who has the line or waits for it. */
    String borrower() {
        lock.lock();
        try {
            return borrower;
        } finally {
            lock.unlock();
        }
    }

    /** For how long the borrower still waits. */
    Duration patience() {
        lock.lock();
        try {
            return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    /** Gives the line to who waits; false when nobody does any more. */
    boolean give(RawPort line) {
        lock.lock();
        try {
            if (state != State.WANTED) {
                return false;
            }
            given = Optional.of(line);
            state = State.LENT;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The borrower needs the line no more; one from before changes nothing. */
    void giveBack(RawPort line) {
        lock.lock();
        try {
            if (state == State.LENT && given.equals(Optional.of(line))) {
                state = State.RETURNED;
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** The line is the port's again, or lost; the next may have it. */
    void takenBack() {
        lock.lock();
        try {
            given = Optional.empty();
            if (state == State.LENT || state == State.RETURNED) {
                state = State.FREE;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is lent any more, and who has the line cannot use it. */
    void end() {
        lock.lock();
        try {
            state = State.ENDED;
            changed.signalAll();
            given.ifPresent(
                    line ->
                            line.end(
                                    "closed while it was lent: the port's settings or its bundle change"));
        } finally {
            lock.unlock();
        }
    }

    private boolean is(State wanted) {
        lock.lock();
        try {
            return state == wanted;
        } finally {
            lock.unlock();
        }
    }

    private void await(State passing, long end) throws InterruptedException {
        long left = end - System.nanoTime();
        while (state == passing && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    private void refuseUnlessFree() throws IOException {
        if (state == State.ENDED) {
            throw notLent();
        }
        if (state != State.FREE) {
            throw new IOException(
                    name
                            + ": lent to \""
                            + borrower
                            + "\" already. Try again when that has ended.");
        }
    }

    private IOException notLent() {
        if (state == State.ENDED) {
            return new IOException(
                    name + ": being closed, not lent. Try again when the port is open again.");
        }
        return new IOException(
                obstacle.isEmpty()
                        ? name + ": a frame of the host is still worked on, not lent. Try again."
                        : obstacle);
    }
}
