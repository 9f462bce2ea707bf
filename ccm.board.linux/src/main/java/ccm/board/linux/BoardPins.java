package ccm.board.linux;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.Pins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The board's lines. Nothing native is loaded before somebody asks for the first. */
@Component(property = Pins.SCHEME + "=gpio")
public final class BoardPins implements Pins {
    private final Path data;
    private Board board; // guarded by this; null before the first line
    private boolean closed; // guarded by this

    @Activate
    public BoardPins(BundleContext context) {
        this(Path.of(Optional.ofNullable(context.getProperty("ccm.data")).orElse(".")));
    }

    BoardPins(Path data) {
        this.data = data;
    }

    @Deactivate
    void close() {
        Board last;
        synchronized (this) {
            closed = true;
            last = board;
            board = null;
        }
        if (last != null) {
            last.close();
        }
    }

    @Override
    public OutputPin output(PinRequest request, boolean active) throws IOException {
        return board().output(request, active);
    }

    @Override
    public InputPin input(PinRequest request) throws IOException {
        return board().input(request);
    }

    @Override
    public InputPin watch(PinRequest request, PinListener listener) throws IOException {
        return board().watch(request, Objects.requireNonNull(listener, "listener"));
    }

    private synchronized Board board() throws IOException {
        if (closed) {
            throw new IOException("GPIO: the board's bundle is stopped");
        }
        if (board == null) {
            board = new Board(new Kernel(data));
        }
        return board;
    }
}
