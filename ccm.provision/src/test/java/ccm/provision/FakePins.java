package ccm.provision;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.Pins;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lines whose levels are written down, and pressed by a test. */
final class FakePins implements Pins {
    final List<PinRequest> taken = new ArrayList<>();
    final List<String> edges = new ArrayList<>(); // of outputs, with the milliseconds
    boolean pressed;
    boolean broken;
    boolean withoutResistors;
    int open;
    private final ManualTime time;
    private final long begun;
    private PinListener listener = (active, nanos) -> {};

    FakePins(ManualTime time) {
        this.time = time;
        this.begun = time.nanos();
    }

    void press(boolean now) {
        pressed = now;
        listener.onEdge(now, time.nanos());
    }

    void lose() {
        listener.onLost("unplugged");
    }

    @Override
    public OutputPin output(PinRequest request, boolean active) throws IOException {
        take(request);
        return new OutputPin() {
            private boolean level = active;

            @Override
            public void set(boolean now) throws IOException {
                fail();
                level = now;
                long millis = Duration.ofNanos(time.nanos() - begun).toMillis();
                edges.add(millis + (now ? " on" : " off"));
            }

            @Override
            public boolean get() {
                return level;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public InputPin input(PinRequest request) throws IOException {
        take(request);
        return new InputPin() {
            @Override
            public boolean get() throws IOException {
                fail();
                return pressed;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public InputPin watch(PinRequest request, PinListener told) throws IOException {
        InputPin pin = input(request);
        listener = told;
        return pin;
    }

    private void take(PinRequest request) throws IOException {
        fail();
        if (withoutResistors && request.bias() != PinRequest.Bias.AS_IS) {
            throw new IOException(request.line() + ": no resistors");
        }
        taken.add(request);
        open++;
    }

    private void fail() throws IOException {
        if (broken) {
            throw new IOException("gpiochip0/5: busy. Who else uses it?");
        }
    }
}
