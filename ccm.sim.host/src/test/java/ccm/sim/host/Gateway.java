package ccm.sim.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.parts.frames.FrameCrc;
import ccm.parts.frames.LineFramer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The least gateway that a host can talk to: opens the device and answers each call once. */
final class Gateway implements AutoCloseable, LineFramer.Sink {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern IDEM = Pattern.compile("\"idem\":\"([^\"]+)\"");

    private final FileOutputStream out;
    private final FileInputStream in;
    private final Thread thread = new Thread(this::run, "ccm-test-gateway");
    private final Map<String, Integer> effects = new HashMap<>(); // guarded by this
    private volatile boolean closing;

    Gateway(String device) throws IOException {
        out = new FileOutputStream(device);
        in = new FileInputStream(device);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void send(String frame) throws IOException {
        out.write((frame + "\n").getBytes(UTF_8));
    }

    /** How often each key took effect. */
    synchronized Map<String, Integer> effects() {
        return Map.copyOf(effects);
    }

    @Override
    public synchronized void line(byte[] line) {
        if (FrameCrc.check(line, 0, FrameCrc.jsonEnd(line)) != FrameCrc.Check.MATCH) {
            return;
        }
        String text = new String(line, UTF_8);
        Matcher id = ID.matcher(text);
        Matcher idem = IDEM.matcher(text);
        if (id.find() && idem.find()) {
            effects.putIfAbsent(idem.group(1), 1);
            String answer = "{\"id\":" + id.group(1) + ",\"result\":null}";
            try {
                send(new String(FrameCrc.append(answer.getBytes(UTF_8)), UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void overlong(int limit) {
        throw new IllegalStateException("a line over " + limit);
    }

    @Override
    public void close() throws IOException {
        closing = true;
        out.close();
        in.close();
    }

    private void run() {
        LineFramer framer = new LineFramer(65536, this);
        byte[] buffer = new byte[4096];
        try {
            int count = in.read(buffer);
            while (count >= 0) {
                framer.accept(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            if (!closing && !e.getMessage().contains("Input/output")) {
                throw new IllegalStateException(e);
            }
        }
    }
}
