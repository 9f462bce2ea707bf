package ccm.sim.host;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code ccm sim host}: a simulated host alone, in the foreground. Its first line is the device to
 * connect to; the frames follow as they come and go.
 */
public final class Main {
    private Main() {}

    /** Runs until it is told to end; status 2 for a wrong command line, 1 for another failure. */
    public static void main(String[] args) {
        // Alone, only what goes wrong is of interest, and not that nothing collects the log.
        try {
            run(Options.of(args), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println("sim host: " + e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("sim host: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options, PrintStream out) throws IOException {
        PtyLine pty = new PtyLine(options.link);
        HostLine line = new SmallWrites(options.firstOnly ? new FirstFrameOnly(pty) : pty);
        SimHost host = new SimHost(line, options.generation, options.crc);
        Publisher publisher = new Publisher(host, options.plan(), options.subscription);
        TapeReader shown = new TapeReader(host.tape(), out::println);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    host.close();
                                    publisher.close();
                                    shown.close();
                                    ended.countDown();
                                },
                                "ccm-sim-host-end"));
        out.println(options.link.map(Object::toString).orElse(pty.device()));
        shown.open();
        host.open();
        publisher.open();
        publisher.publish(true);
        await(ended);
    }

    private static void await(CountDownLatch ended) {
        try {
            while (!ended.await(1, TimeUnit.MINUTES)) {
                // runs until a signal ends it
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
