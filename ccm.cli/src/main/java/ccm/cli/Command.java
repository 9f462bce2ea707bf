package ccm.cli;

import java.io.PrintStream;
import java.util.List;

/** One word of the command line and what it does. */
interface Command {
    /** How it is typed, what it does, every option, and an example. */
    String help();

    /**
     * Does it.
     *
     * @param words what stands behind the command's own word
     * @param out where the result goes
     */
    void run(List<String> words, PrintStream out) throws UsageException, CallFailedException;
}
