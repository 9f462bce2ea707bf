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
    private static final long LOOK_MILLIS = 50;

    private Main() {}

    /** Runs until it is told to end; status 2 for a wrong command line, 1 for another failure. */
    public static void main(String[] args) {
        // Alone, only what goes wrong is of interest, and not that nothing collects the log.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
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
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    host.close();
                                    publisher.close();
                                    ended.countDown();
                                },
                                "ccm-sim-host-end"));
        out.println(options.link.map(Object::toString).orElse(pty.device()));
        host.open();
        publisher.open();
        show(host.tape(), out, ended);
    }

    private static void show(Tape tape, PrintStream out, CountDownLatch ended) {
        long shown = 0;
        try {
            while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                for (Tape.Frame frame : tape.after(shown)) {
                    out.println(frame);
                    shown = frame.number();
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
