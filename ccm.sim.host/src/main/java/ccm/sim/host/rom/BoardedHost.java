package ccm.sim.host.rom;

import ccm.sim.host.PtyLine;
import ccm.sim.host.SimHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A simulated host on a board: its firmware speaks over {@link #line}, its loader answers on the
 * same pseudo-terminal, and BOOT0 and RST are a socket beside it.
 */
public final class BoardedHost implements AutoCloseable {
    private final BoardLine line = new BoardLine();
    private final SimBoard board;
    private final PtyBoard pty;
    private final Optional<PinSocket> pins;

    /**
     * Makes one; {@link #open} starts it.
     *
     * @param pins where to make the socket of the pins
     * @param slowness 1 for the times of real parts, 0 for no waiting
     * @param baud the rate of the line; 0 to ask the terminal
     */
    public BoardedHost(
            SimChip chip, PtyLine terminal, Optional<Path> pins, double slowness, int baud)
            throws IOException {
        this.board = new SimBoard(chip, line);
        this.pty = new PtyBoard(board, terminal, slowness, baud);
        line.onClose(pty::abandon);
        this.pins =
                pins.isPresent() ? Optional.of(new PinSocket(board, pins.get())) : Optional.empty();
    }

    /** The board. */
    public SimBoard board() {
        return board;
    }

    /** The line that the host's firmware has; for {@link SimHost}'s constructor. */
    public BoardLine line() {
        return line;
    }

    /** Starts. The host tells the version of the firmware that runs on the board. */
    public void open(SimHost host) {
        line.onStart(
                firmware -> {
                    host.version(firmware.version());
                    host.restarted();
                });
        board.chip().firmware().ifPresent(firmware -> host.version(firmware.version()));
        pty.open();
        pins.ifPresent(PinSocket::open);
    }

    @Override
    public void close() throws IOException {
        line.close();
        if (pins.isPresent()) {
            pins.get().close();
        }
        pty.close();
    }

    /** Where the socket of the pins is for a board with that link. */
    public static Path pinsOf(Path link) {
        return link.resolveSibling(link.getFileName() + ".pins");
    }
}
