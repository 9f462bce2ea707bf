package ccm.cli.line;

/** One word of the command line and what it does. */
public interface Command {
    /** How it is typed and what it does. */
    Usage usage();

    /** Does it. */
    void run(Words words, Terminal terminal) throws UsageException, FailedException;
}
