package ccm.cli.setup;

import ccm.cli.commands.Client;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A command that makes a gateway a device of a cloud. How to write one is told by the package. */
public abstract class SetupCommand implements Command {
    static final Option DRY_RUN =
            Option.flag("--dry-run", "say what would be done; touch neither cloud nor gateway");
    static final Option WAIT =
            Option.value("--wait", "S", "seconds until it must be connected; 60; 0: do not wait");

    private static final int DEFAULT_WAIT_S = 60;
    private static final int LONGEST_WAIT_S = 3600;

    /** Ports over a network that others can read. */
    private static final Pattern OPEN =
            Pattern.compile("(?i)(ws|http|mqtt|tcp|udp)://(?!localhost\\b|127\\.|\\[::1\\]).*");

    private final String section;
    private final Usage usage;

    /**
     * Makes one.
     *
     * @param section of the cloud's settings, which is also its name in {@code Cloud.Status}
     * @param usage with its own options
     */
    protected SetupCommand(String section, Usage usage) {
        this.section = section;
        this.usage = usage.with(List.of(DRY_RUN, WAIT));
    }

    @Override
    public final Usage usage() {
        return usage;
    }

    /**
     * Reads what was typed, before anything is asked.
     *
     * @throws UsageException an option is missing or wrong
     * @throws FailedException a file that was named cannot be used, a login is missing
     */
    protected abstract Recipe read(Words words, Terminal terminal)
            throws UsageException, FailedException;

    @Override
    public final void run(Words words, Terminal terminal) throws UsageException, FailedException {
        Duration wait =
                Duration.ofSeconds(
                        words.number(WAIT.name(), 0, LONGEST_WAIT_S).orElse(DEFAULT_WAIT_S));
        try (Recipe recipe = read(words, terminal);
                Gateway gateway = Client.open(words, terminal)) {
            Target target = Target.of(gateway);
            Plan plan = recipe.plan(target);
            target.require(section, plan);
            warn(Client.port(words, terminal), terminal);
            if (dry(words)) {
                terminal.out().println(Client.json(words) ? plan.json(section) : plan.shown());
                return;
            }
            Work work = new Work(gateway, target, terminal, Again.way(words));
            new Doing(section, work, Client.json(words)).all(plan, wait);
        }
    }

    /** True when nothing is to be done, and the cloud is not to be asked either. */
    protected static boolean dry(Words words) {
        return words.has(DRY_RUN.name());
    }

    private static void warn(String port, Terminal terminal) {
        if (OPEN.matcher(port).matches()) {
            terminal.err()
                    .println(
                            "ccm: --port "
                                    + port
                                    + ": not encrypted; whoever sits between can read keys and"
                                    + " tokens that the gateway is given. Safer: wss://, https://,"
                                    + " mqtts://, or typed on the gateway itself");
        }
    }
}
