package ccm.sim.host;

import java.io.IOException;

/**
 * Loses what arrives behind a frame in the same read, as the usual loop of a generation E host
 * does.
 */
public final class FirstFrameOnly implements HostLine {
    private final HostLine line;

    public FirstFrameOnly(HostLine line) {
        this.line = line;
    }

    @Override
    public int read(byte[] into) throws IOException {
        int count = line.read(into);
        for (int i = 0; i < count; i++) {
            if (into[i] == '\n') {
                return i + 1;
            }
        }
        return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        line.write(bytes);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
