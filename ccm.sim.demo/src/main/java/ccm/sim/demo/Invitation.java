package ccm.sim.demo;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Commands for another terminal, which call a function of the simulated host over each channel. */
final class Invitation {
    private static final String SERVES = "ccm.serves";

    private final BundleContext framework;
    private final String console;

    /**
     * Makes one.
     *
     * @param console the device at the other end of the gateway's console
     */
    Invitation(BundleContext framework, String console) {
        this.framework = framework;
        this.console = console;
    }

    /**
     * The lines to show.
     *
     * @param broker host and port of the broker
     * @param id of this gateway
     */
    List<String> lines(String broker, String id) {
        String port = broker.substring(broker.lastIndexOf(':') + 1);
        String web = web().orElse("(HTTP is off)");
        String bundle = framework.getProperty("ccm.data") + "/fw.zip";
        return List.of(
                "demo: type this in another terminal; each asks the simulated host for a sum:",
                "  curl -d '[2,3]' " + web + "/rpc/Sum",
                "  ./ccm call Sum '[2,3]' --port " + web + "/rpc",
                "  ./ccm call Sum '[2,3]' --port " + web.replaceFirst("^http", "ws") + "/rpc",
                "  ./ccm call Sum '[2,3]' --port mqtt://" + broker + "/" + id,
                "  ./ccm call Sum '[2,3]' --port " + console,
                "  mosquitto_sub -p " + port + " -t me/rpc",
                "  mosquitto_pub -p "
                        + port
                        + " -t "
                        + id
                        + "/rpc -m '{\"id\":1,\"src\":\"me\",\"method\":\"Sum\",\"params\":[2,3]}'",
                "demo: and this updates the firmware of the host, from 1.0 to 2.0:",
                "  ./ccm ota " + bundle + " --port " + web + "/rpc",
                "  curl -F file=@" + bundle + " " + web + "/update",
                "  ./ccm call Host.Sys.GetInfo --port " + web + "/rpc");
    }

    /** Where HTTP is served, once it is. */
    Optional<String> web() {
        try {
            ServiceReference<?>[] found =
                    framework.getAllServiceReferences(null, "(" + SERVES + "=http*)");
            return found == null
                    ? Optional.empty()
                    : Optional.of(String.valueOf(found[0].getProperty(SERVES)));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // the filter is made of constants
        }
    }
}
