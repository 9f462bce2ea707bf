package ccm.provision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways out of this machine, as Linux tells them. Source: proc(5), linux/route.h. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final int UP = 1;
    private static final int REJECT = 0x200;
    private static final int HEX = 16;
    private static final String LOOPBACK = "lo";

    private final Path proc;
    private final Path sys;

    Routes() {
        this(Path.of("/proc/net"), Path.of("/sys/class/net"));
    }

    Routes(Path proc, Path sys) {
        this.proc = proc;
        this.sys = sys;
    }

    /** The interfaces that a default route goes through and that are up. */
    Set<String> defaults() {
        Set<String> found = new TreeSet<>();
        for (String line : lines(proc.resolve("route"))) {
            String[] fields = line.strip().split("\\s+"); // interface destination gateway flags …
            if (fields.length > 7
                    && fields[1].equals("00000000")
                    && fields[7].equals("00000000")
                    && leadsOut(fields[3])) {
                found.add(fields[0]);
            }
        }
        for (String line : lines(proc.resolve("ipv6_route"))) {
            String[] fields = line.strip().split("\\s+"); // destination prefix … flags interface
            if (fields.length > 9
                    && fields[0].matches("0+")
                    && fields[1].equals("00")
                    && leadsOut(fields[8])) {
                found.add(fields[9]);
            }
        }
        found.removeIf(name -> name.equals(LOOPBACK) || isDown(name));
        return found;
    }

    private static boolean leadsOut(String flags) {
        try {
            long bits = Long.parseLong(flags, HEX);
            return (bits & UP) != 0 && (bits & REJECT) == 0;
        } catch (NumberFormatException e) {
            LOG.trace("the head line: {}", flags, e);
            return false;
        }
    }

    private boolean isDown(String name) {
        List<String> state = lines(sys.resolve(name).resolve("operstate"));
        return !state.isEmpty() && state.get(0).strip().equals("down");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            LOG.trace("{}: cannot be read", file, e);
            return List.of();
        }
    }
}
