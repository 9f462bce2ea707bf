package ccm.api.board;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Digital lines of one kind. Publish it as a service with {@link #SCHEME}. */
@ConsumerType
public interface Pins {
    /**
     * The service property that says which lines are meant for it: {@code gpio} for the board's.
     */
    String SCHEME = "ccm.pins.scheme";

    /**
     * Takes a line as an output, at that level from the first moment.
     *
     * @param active the level to begin with, in terms of {@link PinRequest#activeLow}
     * @throws IOException there is no such line, somebody else holds it, or it may not be opened:
     *     names the line, the cause and the remedy
     */
    OutputPin output(PinRequest request, boolean active) throws IOException;

    /**
     * Takes a line as an input.
     *
     * @throws IOException as {@link #output}
     */
    InputPin input(PinRequest request) throws IOException;

    /**
     * Takes a line as an input and tells of each edge, on one thread of the implementation.
     *
     * @throws IOException as {@link #output}
     */
    InputPin watch(PinRequest request, PinListener listener) throws IOException;
}
