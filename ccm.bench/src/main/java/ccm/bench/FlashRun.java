package ccm.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Everybody writes the same firmware to the same part, and is clocked over the same span: from the
 * first byte that the loader gets until it is left, by Go or by BOOT0. Starting a process, packing
 * and sending a bundle, the reset and the new firmware's first answer are outside of it, for all.
 */
final class FlashRun {
    static final String UNIT = "least of AN3155";
    private static final long SECONDS = 120;
    private static final int OK = 200;

    private final FlashCase how;
    private final Path home;

    FlashRun(FlashCase how, Path home) {
        this.how = how;
        this.home = home;
    }

    /** One round: what each took, the unit first. */
    Map<String, FlashFigures> measure(Path folder) throws IOException, InterruptedException {
        Map<String, FlashFigures> figures = new LinkedHashMap<>();
        figures.put(UNIT, how.least());
        gateway(figures, Files.createDirectory(folder.resolve("ccm")));
        figures.put("stm32flash -w -v", stm32flash(Files.createDirectory(folder.resolve("peer"))));
        return figures;
    }

    private void gateway(Map<String, FlashFigures> figures, Path folder)
            throws IOException, InterruptedException {
        byte[] first = FlashCase.firmware("1.0", 1);
        byte[] second = FlashCase.firmware("2.0", 2);
        byte[] third = FlashCase.firmware("2.1", 2);
        Path link = folder.resolve("host");
        try (FlashBoard board = new FlashBoard(how, link, first);
                FlashGateway gateway = new FlashGateway(home, folder, link, how.baud())) {
            update(board, gateway, first); // from here on the gateway knows what the host runs
            figures.put("CCM", update(board, gateway, second));
            figures.put("CCM, one page new", update(board, gateway, third));
        }
    }

    private static FlashFigures update(FlashBoard board, FlashGateway gateway, byte[] firmware)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = gateway.update(firmware);
        FlashFigures figures = board.watch(firmware, SECONDS);
        HttpResponse<String> end = answer.join();
        if (end.statusCode() != OK) {
            throw new IOException("update: " + end.statusCode() + " " + end.body());
        }
        return figures;
    }

    private FlashFigures stm32flash(Path folder) throws IOException, InterruptedException {
        byte[] firmware = FlashCase.firmware("2.0", 2);
        Path file = Files.write(folder.resolve("FIRMWARE.BIN"), firmware);
        Path link = folder.resolve("host");
        try (FlashBoard board = new FlashBoard(how, link, FlashCase.firmware("1.0", 1))) {
            board.enterLoader();
            Process process =
                    new ProcessBuilder(
                                    "stm32flash",
                                    "-m",
                                    "8n1", // the kernel has no parity on pseudo-terminals
                                    "-b",
                                    Integer.toString(how.baud()),
                                    "-w",
                                    file.toString(),
                                    "-v",
                                    "-g",
                                    "0x08000000",
                                    link.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output.log").toFile())
                            .start();
            FlashFigures figures = board.watch(firmware, SECONDS);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(Files.readString(folder.resolve("output.log")));
            }
            return figures;
        }
    }
}
