package ccm.sim.host;

import ccm.sim.host.rom.BoardedHost;
import ccm.sim.host.rom.SimBoard;
import ccm.sim.host.rom.SimChip;
import ccm.sim.host.rom.SimFirmware;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code ccm sim host}: a simulated host alone, in the foreground. Its first line is the device to
 * connect to; the frames follow as they come and go.
 */
public final class Main {
    private static final int FIRMWARE_BYTES = 16 * 1024;

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
        Optional<BoardedHost> board = board(options, pty);
        HostLine end = board.isPresent() ? board.get().line() : pty;
        HostLine line = new SmallWrites(options.firstOnly ? new FirstFrameOnly(end) : end);
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
                                    board.ifPresent(Main::close);
                                    ended.countDown();
                                },
                                "ccm-sim-host-end"));
        out.println(options.link.map(Object::toString).orElse(pty.device()));
        shown.open();
        board.ifPresent(one -> one.open(host));
        host.open();
        publisher.open();
        publisher.publish(true);
        await(ended);
    }

    private static Optional<BoardedHost> board(Options options, PtyLine pty) throws IOException {
        if (options.chip.isEmpty()) {
            return Optional.empty();
        }
        SimChip chip = new SimChip(options.chip.get());
        byte[] firmware =
                options.firmware.isPresent()
                        ? Files.readAllBytes(options.firmware.get())
                        : SimFirmware.image(FIRMWARE_BYTES, "1.0", false, 1);
        if (firmware.length > chip.model().flashSize()) {
            throw new IOException(
                    options.firmware.get()
                            + ": "
                            + firmware.length
                            + " bytes, but the flash has "
                            + chip.model().flashSize());
        }
        chip.load(0, firmware);
        BoardedHost made =
                new BoardedHost(
                        chip,
                        pty,
                        options.link.map(BoardedHost::pinsOf),
                        options.slowness,
                        options.baud);
        made.board().pin(SimBoard.Pin.BOOT0, options.bootloader);
        made.board().reset();
        options.faults.forEach(made.board().faults()::add);
        return Optional.of(made);
    }

    private static void close(BoardedHost board) {
        try {
            board.close();
        } catch (IOException e) {
            System.err.println("sim host: " + e.getMessage());
        }
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
