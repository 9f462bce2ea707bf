package ccm.cli.setup;

import ccm.cli.commands.GatewayFiles;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.rpc.Gateway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Work under way: steps tell here what they make, and give files to the gateway. */
public final class Work {
    private final Gateway gateway;
    private final Target target;
    private final Terminal terminal;
    private final String way;
    private final List<Made> made = new ArrayList<>();

    /**
     * Something that exists now and did not before.
     *
     * @param remove what to type to be rid of it; empty for nothing
     */
    record Made(String what, String remove) {}

    /**
     * Begins it.
     *
     * @param way how the gateway was reached, in options with a space before each
     */
    Work(Gateway gateway, Target target, Terminal terminal, String way) {
        this.way = way;
        this.gateway = gateway;
        this.target = target;
        this.terminal = terminal;
    }

    /**
     * Something was made.
     *
     * @param remove what to type to be rid of it; empty when nothing needs to be
     */
    public void made(String what, String remove) {
        made.add(new Made(what, remove));
        terminal.err().println("made: " + what);
    }

    /** Something was there already, and is used. */
    public void found(String what) {
        terminal.err().println("there already: " + what);
    }

    /** Says something else that is worth knowing. */
    public void tell(String line) {
        terminal.err().println(line);
    }

    /** Writes a file of the gateway, unless it is there already and says the same. */
    public void put(String name, String what, byte[] content) throws FailedException {
        Optional<byte[]> now = target.file(name);
        if (now.isPresent() && Arrays.equals(now.get(), content)) {
            found("file " + name + " on the gateway, " + what);
            return;
        }
        GatewayFiles.put(gateway, name, content);
        made("file " + name + " on the gateway, " + what, typed("rm " + name));
    }

    List<Made> made() {
        return made;
    }

    Gateway gateway() {
        return gateway;
    }

    Target target() {
        return target;
    }

    Terminal terminal() {
        return terminal;
    }

    /** A command for this gateway, as it is typed. */
    String typed(String command) {
        return "ccm " + command + way;
    }
}
