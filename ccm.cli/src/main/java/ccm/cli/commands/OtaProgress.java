package ccm.cli.commands;

import ccm.cli.line.Terminal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows how far an update is: a bar on a terminal, a line for each phase elsewhere. */
final class OtaProgress {
    private static final Map<String, String> WORDS =
            Map.of(
                    "send", "sending",
                    "receive", "receiving",
                    "check", "checking",
                    "enter", "entering the loader",
                    "read", "reading",
                    "erase", "erasing",
                    "write", "writing",
                    "verify", "verifying",
                    "confirm", "waiting for the host");

    private static final int BAR = 30;
    private static final int WIDTH = 78;
    private static final double KILO = 1000;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Terminal terminal;
    private final boolean silent;
    private final LongSupplier clock;
    private String phase = "";
    private long since;
    private long done;

    /**
     * Makes one.
     *
     * @param silent when a program reads, which wants the end alone
     * @param clock in nanoseconds
     */
    OtaProgress(Terminal terminal, boolean silent, LongSupplier clock) {
        this.terminal = terminal;
        this.silent = silent;
        this.clock = clock;
    }

    /** So far; of a phase whose total is 0, that is unknown. */
    void show(String name, long reached, long total) {
        String key = name.toLowerCase(Locale.ROOT);
        if (silent || key.isEmpty()) {
            return;
        }
        if (!key.equals(phase)) {
            end();
            phase = key;
            since = clock.getAsLong();
            done = 0;
            if (!terminal.interactive()) {
                terminal.err().println(word() + " …");
            }
        }
        done = Math.max(done, reached);
        if (terminal.interactive()) {
            terminal.err().print("\r" + pad(word() + bar(total)));
            terminal.err().flush();
        }
    }

    /** Ends the line of the phase that is shown. */
    void end() {
        if (silent || phase.isEmpty()) {
            return;
        }
        double seconds = seconds();
        String text =
                done == 0
                        ? String.format(Locale.ROOT, "%s: %.1f s", word(), seconds)
                        : String.format(
                                Locale.ROOT,
                                "%s: %d bytes, %.1f s, %s",
                                word(),
                                done,
                                seconds,
                                rate());
        terminal.err().println(terminal.interactive() ? "\r" + pad(text) : text);
        phase = "";
    }

    private String bar(long total) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "  %.0f s", seconds());
        }
        int percent = (int) (100 * Math.min(done, total) / total);
        int full = percent * BAR / 100;
        double left = done == 0 ? 0 : seconds() * (total - Math.min(done, total)) / done;
        return String.format(
                Locale.ROOT,
                " [%s%s] %3d %%  %s  %.0f s left",
                "#".repeat(full),
                ".".repeat(BAR - full),
                percent,
                rate(),
                left);
    }

    private String rate() {
        return String.format(Locale.ROOT, "%.1f kB/s", done / KILO / Math.max(seconds(), 1e-3));
    }

    private double seconds() {
        return (clock.getAsLong() - since) / NANOS;
    }

    private String word() {
        return WORDS.getOrDefault(phase, phase);
    }

    private static String pad(String text) {
        return text + " ".repeat(Math.max(0, WIDTH - text.length()));
    }
}
