package ccm.sim.demo;

import ccm.parts.pty.Pty;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cable with a serial port at each end: the gateway's console sits at one, {@code ccm --port}
 * opens the other. What is written into either end comes out at the other.
 */
@Component(service = ConsoleCable.class, immediate = true)
public final class ConsoleCable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleCable.class);
    private static final int READ_BYTES = 4096;
    private static final long JOIN_MILLIS = 2_000;

    private final Path gatewayEnd;
    private final Pty gateway;
    private final Pty user;
    private final Thread down;
    private final Thread up;

    @Activate
    public ConsoleCable(BundleContext framework) throws IOException {
        this(Path.of(framework.getProperty("ccm.data"), "console"));
    }

    /**
     * Makes one.
     *
     * @param gatewayEnd a link to make to the gateway's end
     */
    ConsoleCable(Path gatewayEnd) throws IOException {
        this.gatewayEnd = gatewayEnd;
        this.gateway = new Pty();
        this.user = new Pty();
        NamedThreads threads = new NamedThreads("ccm-sim-demo-console");
        this.down = threads.newThread(() -> carry(user, gateway));
        this.up = threads.newThread(() -> carry(gateway, user));
    }

    @Activate
    void open() throws IOException {
        Files.deleteIfExists(gatewayEnd);
        Files.createSymbolicLink(gatewayEnd, Path.of(gateway.device()));
        down.start();
        up.start();
    }

    @Deactivate
    void close() throws IOException, InterruptedException {
        Files.deleteIfExists(gatewayEnd);
        gateway.close();
        user.close();
        down.join(JOIN_MILLIS);
        up.join(JOIN_MILLIS);
    }

    /** The device that a user opens. */
    String userEnd() {
        return user.device();
    }

    private static void carry(Pty from, Pty to) {
        byte[] bytes = new byte[READ_BYTES];
        try {
            int count = from.read(bytes);
            while (count >= 0) {
                to.write(Arrays.copyOf(bytes, count));
                count = from.read(bytes);
            }
        } catch (IOException e) {
            LOG.debug("console cable: {}", e.getMessage()); // pulled: the demo ends
        }
    }
}
