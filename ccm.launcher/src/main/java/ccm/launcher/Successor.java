package ccm.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The next process after a restart, with the same command line; this one stays only to pass signals
 * on and to end as it ends. A fresh process, because a native library cannot be loaded twice into
 * one: its first loader is kept alive by the library's own shutdown hook.
 */
final class Successor {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final int TERMINATED = 128 + 15; // by us, before it heeded signals

    private final List<String> words;
    private Process process; // null before the first one
    private boolean stopping;

    /**
     * Makes one.
     *
     * @param words what this process was told
     */
    Successor(List<String> words) {
        this.words = words;
    }

    /** Starts one after the other for as long as they ask for that; returns the last's status. */
    int untilStopped() throws LaunchException, InterruptedException {
        System.gc(); // what is left of the framework would stay resident
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "ccm-launcher-stop"));
        int status;
        do {
            status = start().waitFor();
        } while (status == Run.RESTART_STATUS);
        return status;
    }

    private synchronized Process start() throws LaunchException {
        if (stopping) {
            throw new LaunchException("stopped before it started again");
        }
        try {
            process = new ProcessBuilder(command()).inheritIO().start();
            return process;
        } catch (IOException e) {
            throw new LaunchException("cannot start again (" + e.getMessage() + ")", e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(words);
        command.add(RunOptions.SUPERVISED);
        return command;
    }

    private void stop() {
        Runtime.getRuntime().halt(stopped());
    }

    /** Stops the process of this moment, lets no other begin; returns the exit status. */
    private synchronized int stopped() {
        stopping = true;
        if (process == null) {
            return 0;
        }
        process.destroy();
        try {
            boolean ended = process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            int status = ended ? process.exitValue() : 1;
            return status == Run.RESTART_STATUS || status == TERMINATED ? 0 : status;
        } catch (InterruptedException e) {
            return 1;
        }
    }
}
