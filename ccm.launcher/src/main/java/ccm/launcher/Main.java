package ccm.launcher;

import java.util.List;

/** The program that the script {@code ccm} starts: {@code run} with its options. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP =
            """
            usage: run --sku-dir DIR --data DIR [--sku NAME] [--config FILE] [--set PATH=VALUE]…
                       [--supervised]

              --sku-dir DIR     the folder of the product's jars
              --data DIR        the folder where everything is kept; made when missing
              --sku NAME        the product's name; that of its folder when not given
              --config FILE     the product's first configuration
              --set PATH=VALUE  a setting that wins over all others and is never saved
              --supervised      a restart ends with status 75, for who starts it again

            example: run --sku-dir sku/mqtt --data /var/lib/ccm --set mqtt.server=127.0.0.1:1883""";

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** Does what the words say; returns the exit status. */
    static int run(List<String> words) {
        try {
            if (words.contains("--help") || words.contains("-h")) {
                System.out.println(HELP);
                return 0;
            }
            if (words.isEmpty() || !words.get(0).equals("run")) {
                throw new UsageException(
                        (words.isEmpty() ? "no command" : words.get(0) + ": not a command")
                                + ". Did you mean: run --sku-dir DIR --data DIR?");
            }
            return run(words, RunOptions.parse(words.subList(1, words.size())));
        } catch (UsageException e) {
            System.err.println("ccm run: " + e.getMessage() + "\n" + HELP);
            return USAGE;
        } catch (LaunchException e) {
            System.err.println("ccm run: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int run(List<String> words, RunOptions options)
            throws LaunchException, InterruptedException {
        int status = new Run(options).untilStopped();
        boolean again = status == Run.RESTART_STATUS && !options.supervised();
        return again ? new Successor(words).untilStopped() : status;
    }
}
