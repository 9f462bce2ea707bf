package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.Pins;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Pins of simulated boards: {@code sim:PATH.pins#boot0} is the pin BOOT0 of the board whose socket
 * that is. {@code ${data}/} at the path's beginning is the data folder.
 */
@Component(property = Pins.SCHEME + "=sim")
public final class SimPins implements Pins {
    private static final String SCHEME_TEXT = "sim:";
    private static final String DATA = "${data}/";

    private final String data;

    @Activate
    public SimPins(BundleContext context) {
        String folder = context.getProperty("ccm.data");
        this.data = folder == null ? "" : folder;
    }

    SimPins(String data) {
        this.data = data;
    }

    @Override
    public OutputPin output(PinRequest request, boolean active) throws IOException {
        Socket pin = socket(request);
        pin.set(active);
        return pin;
    }

    @Override
    public InputPin input(PinRequest request) throws IOException {
        Socket pin = socket(request);
        pin.get();
        return pin;
    }

    @Override
    public InputPin watch(PinRequest request, PinListener listener) throws IOException {
        throw new IOException(request.line() + ": a simulated pin cannot be watched");
    }

    private Socket socket(PinRequest request) throws IOException {
        String text = request.line();
        String rest = text.startsWith(SCHEME_TEXT) ? text.substring(SCHEME_TEXT.length()) : text;
        int hash = rest.lastIndexOf('#');
        if (hash < 0) {
            throw new IOException(text + ": has no # and pin, as in sim:/tmp/host.pins#boot0");
        }
        String path = rest.substring(0, hash);
        Path socket =
                path.startsWith(DATA)
                        ? Path.of(data).resolve(path.substring(DATA.length()))
                        : Path.of(path);
        return new Socket(socket, rest.substring(hash + 1), request.activeLow());
    }

    /** One pin; connects anew each time, so that the simulator may be started again in between. */
    private record Socket(Path path, String pin, boolean activeLow) implements OutputPin, InputPin {
        @Override
        public void set(boolean active) throws IOException {
            String answer = ask(pin + (active != activeLow ? " 1" : " 0"));
            if (!answer.equals("ok")) {
                throw new IOException(path + "#" + pin + ": " + answer);
            }
        }

        @Override
        public boolean get() throws IOException {
            String answer = ask(pin);
            if (!answer.equals("0") && !answer.equals("1")) {
                throw new IOException(path + "#" + pin + ": " + answer);
            }
            return answer.equals("1") != activeLow;
        }

        @Override
        public void close() {
            // nothing is held; the pin keeps its level
        }

        private String ask(String line) throws IOException {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                channel.write(ByteBuffer.wrap((line + "\n").getBytes(US_ASCII)));
                channel.shutdownOutput();
                byte[] all = Channels.newInputStream(channel).readAllBytes();
                return new String(all, US_ASCII).strip();
            } catch (IOException e) {
                throw new IOException(
                        path
                                + "#"
                                + pin
                                + ": the simulated board does not answer ("
                                + e.getMessage()
                                + "). Does ./ccm sim host --chip run?",
                        e);
            }
        }
    }
}
