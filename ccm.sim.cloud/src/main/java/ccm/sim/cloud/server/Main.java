package ccm.sim.cloud.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code ccm sim cloud}: an emulated cloud alone, in the foreground. Its first line says how to
 * connect; what happens there follows.
 */
public final class Main {
    private static final long LOOK_MILLIS = 100;
    private static final int WIDTH = 160;

    private Main() {}

    /** Runs until it is told to end; status 2 for a wrong command line, 1 for another failure. */
    public static void main(String[] args) {
        try {
            run(CloudOptions.of(args), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println("sim cloud: " + e.getMessage());
            System.err.print(CloudOptions.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("sim cloud: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(CloudOptions options, PrintStream out) throws IOException {
        EmulatorOptions wanted = options.emulator();
        Emulator emulator = Emulators.start(options.name, wanted);
        CountDownLatch ended = new CountDownLatch(1);
        Thread end =
                new Thread(
                        () -> {
                            ended.countDown();
                            emulator.close();
                        },
                        "ccm-sim-cloud-end");
        Runtime.getRuntime().addShutdownHook(end);
        out.println(
                emulator.name()
                        + ": "
                        + emulator.about()
                        + "; control "
                        + Emulators.control(emulator)
                        + "; how to connect: "
                        + wanted.folder().resolve("README.txt"));
        show(emulator.server().journal(), options.seconds, ended, out);
        System.exit(0);
    }

    private static void show(Journal journal, int seconds, CountDownLatch ended, PrintStream out) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long last = 0;
        try {
            while ((seconds == 0 || System.nanoTime() < end)
                    && !ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                for (Journal.Event event : journal.since(last)) {
                    last = event.number();
                    out.println(line(event));
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(Journal.Event event) {
        String line =
                String.format(
                        "%-9s %-12s %s %s", event.kind(), event.who(), event.what(), event.text());
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
