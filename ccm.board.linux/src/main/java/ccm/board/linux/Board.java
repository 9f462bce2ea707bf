package ccm.board.linux;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The chips of this machine, looked for anew with each line, for a chip may come and go. */
final class Board implements AutoCloseable {
    private static final Path DEVICES = Path.of("/dev");
    private static final String CHIP = "gpiochip";

    private final Kernel kernel;
    private final Edges edges;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();

    Board(Kernel kernel) {
        this.kernel = kernel;
        this.edges = new Edges(kernel);
    }

    OutputPin output(PinRequest how, boolean active) throws IOException {
        Place place = find(how.line());
        return held(take(how, place, Abi.output(place.offset(), how, active)));
    }

    InputPin input(PinRequest how) throws IOException {
        Place place = find(how.line());
        return held(take(how, place, Abi.input(place.offset(), how, false)));
    }

    InputPin watch(PinRequest how, PinListener listener) throws IOException {
        Place place = find(how.line());
        Line line = held(take(how, place, Abi.input(place.offset(), how, true)));
        try {
            edges.add(line, listener);
            return line;
        } catch (IOException e) {
            line.close();
            throw e;
        }
    }

    /** Lets go of all lines, whoever holds them, and ends the thread. */
    @Override
    public void close() {
        List.copyOf(lines).forEach(Line::close);
        edges.close();
        kernel.close();
    }

    private Line held(int fd, String name) {
        Line line = new Line(kernel, fd, name, this::letGo);
        lines.add(line);
        return line;
    }

    private Line held(Taken taken) {
        return held(taken.fd(), taken.name());
    }

    /** Before the descriptor is closed. */
    private void letGo(Line line) {
        edges.remove(line);
        lines.remove(line);
    }

    private record Taken(int fd, String name) {}

    private Taken take(PinRequest how, Place place, byte[] request) throws IOException {
        String name =
                how.line().contains(place.toString())
                        ? place.toString()
                        : how.line() + " (" + place + ")";
        int chip = open(place.device(), name);
        try {
            kernel.ioctl(chip, Abi.GET_LINE, request);
            return new Taken(Abi.descriptor(request), name);
        } catch (KernelException e) {
            throw Refusal.ofLine(name, how, e, holder(chip, place.offset()));
        } finally {
            kernel.close(chip);
        }
    }

    private String holder(int chip, int offset) {
        try {
            return lineInfo(chip, offset).consumer();
        } catch (KernelException e) {
            return ""; // only for a message, which does without
        }
    }

    private Place find(String text) throws IOException {
        LineText line = LineText.parse(text);
        List<Chip> chips = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (Path device : candidates(line)) {
            try {
                chips.add(describe(device, text));
            } catch (IOException e) {
                failures.add(e); // another chip may have it
            }
        }
        try {
            return new Finder(chips).find(line);
        } catch (IOException e) {
            throw failures.isEmpty() ? e : failures.get(0); // which may well have it
        }
    }

    /** The chips that the line may be on: one, where the text says which. */
    private static List<Path> candidates(LineText line) throws IOException {
        List<Path> all = devices();
        if (line instanceof LineText.OfChip of) {
            if (of.chip().isEmpty()) {
                return all.subList(0, Math.min(1, all.size()));
            }
            Path device = DEVICES.resolve(of.chip());
            if (of.chip().startsWith(CHIP) && Files.exists(device)) {
                return List.of(device);
            }
        }
        return all;
    }

    private Chip describe(Path device, String text) throws IOException {
        int chip = open(device, text);
        try {
            byte[] answer = new byte[Abi.CHIP_INFO_BYTES];
            kernel.ioctl(chip, Abi.GET_CHIP_INFO, answer);
            Abi.ChipInfo info = Abi.chipInfo(answer);
            List<String> names = new ArrayList<>();
            for (int offset = 0; offset < info.lines(); offset++) {
                names.add(lineInfo(chip, offset).name());
            }
            return new Chip(device, info.label(), names);
        } catch (KernelException e) {
            throw Refusal.ofChip(text, device, e);
        } finally {
            kernel.close(chip);
        }
    }

    private Abi.LineInfo lineInfo(int chip, int offset) throws KernelException {
        byte[] info = Abi.lineInfoOf(offset);
        kernel.ioctl(chip, Abi.GET_LINE_INFO, info);
        return Abi.lineInfo(info);
    }

    private int open(Path device, String text) throws IOException {
        try {
            return kernel.open(device);
        } catch (KernelException e) {
            throw Refusal.ofChip(text, device, e);
        }
    }

    /** In the order of their numbers; links are second names, and would make lines ambiguous. */
    private static List<Path> devices() throws IOException {
        try (Stream<Path> entries = Files.list(DEVICES)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(CHIP + "[0-9]+"))
                    .filter(entry -> !Files.isSymbolicLink(entry))
                    .sorted(Comparator.comparingInt(Board::number))
                    .toList();
        }
    }

    private static int number(Path device) {
        return Integer.parseInt(device.getFileName().toString().substring(CHIP.length()));
    }
}
