package ccm.sim.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** What this host does when it is called: the methods of the usual examples. */
final class Exports {
    private static final int KEPT = 10_000;

    private final Generation generation;
    private final List<HostMessage> messages = new ArrayList<>(); // guarded by itself
    private long received; // guarded by messages
    private volatile boolean led;

    Exports(Generation generation) {
        this.generation = generation;
    }

    void add(SimHost host) {
        host.export("Sum", Exports::sum);
        host.export("Shadow.Delta", params -> delta(host, params));
        host.export("MQTT.Message", this::message);
        host.export("LED.Set", this::set);
        host.export("LED.Toggle", params -> toggle());
    }

    boolean led() {
        return led;
    }

    long received() {
        synchronized (messages) {
            return received;
        }
    }

    List<HostMessage> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    private static String sum(String params) {
        double sum = 0;
        for (String number : params.replaceAll("[\\[\\]\\s]", "").split(",")) {
            sum +=
                    number.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")
                            ? Double.parseDouble(number)
                            : 0;
        }
        return sum == Math.rint(sum) ? Long.toString((long) sum) : Double.toString(sum);
    }

    /** Takes the new state as it is, and says so at once; {@code on} is the light. */
    private String delta(SimHost host, String params) {
        String on = JsonScan.of(params, generation.forgivesCutFrames()).raw("on").orElse("");
        if (on.equals("true") || on.equals("false")) {
            led = on.equals("true");
        }
        String state = new String(params.getBytes(ISO_8859_1), UTF_8);
        host.notify("Shadow.Report", state.isEmpty() ? "{}" : state);
        return "null";
    }

    private String message(String params) {
        JsonScan scan = JsonScan.of(params, generation.forgivesCutFrames());
        String topic = HostText.read(scan.string("topic").orElse(""), generation);
        String text = HostText.read(scan.string("message").orElse(""), generation);
        synchronized (messages) {
            received++;
            messages.add(new HostMessage(topic, text));
            if (messages.size() > KEPT) {
                messages.remove(0);
            }
        }
        return "";
    }

    private String set(String params) throws HostError {
        String on = JsonScan.of(params, generation.forgivesCutFrames()).raw("on").orElse("");
        if (!on.equals("true") && !on.equals("false")) {
            throw new HostError(-32602, "on must be true or false", "");
        }
        led = on.equals("true");
        return "";
    }

    private String toggle() {
        led = !led;
        return "";
    }
}
