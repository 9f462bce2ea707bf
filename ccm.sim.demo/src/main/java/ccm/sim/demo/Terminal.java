package ccm.sim.demo;

import java.io.PrintStream;

/** Where the demo is seen: one line a thing that happened, cut to fit. */
final class Terminal {
    private static final int WIDTH = 150;

    private final PrintStream out;

    Terminal(PrintStream out) {
        this.out = out;
    }

    /** A line of its own. */
    void say(String text) {
        out.println(text);
        out.flush();
    }

    /** Something went over a wire: who, which way, what. */
    void show(String who, String arrow, String what) {
        String line = String.format("%-7s %s %s", who, arrow, what);
        say(line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…");
    }
}
