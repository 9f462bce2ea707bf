package ccm.core.host;

import ccm.api.link.FrameLink;
import ccm.api.rpc.RpcPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A link that remembers what was sent, line by line, and can be unplugged. */
final class RecordingLink implements FrameLink {
    private final RpcPeer peer;
    private final List<String> lines = new ArrayList<>(); // guarded by this
    private boolean up = true; // guarded by this
    private int emptyLines; // guarded by this

    RecordingLink(String channel) {
        String address = "/dev/" + channel;
        this.peer = channel.equals(RpcPeer.UART) ? RpcPeer.host(address) : RpcPeer.local(address);
    }

    @Override
    public RpcPeer peer() {
        return peer;
    }

    @Override
    public synchronized boolean isUp() {
        return up;
    }

    @Override
    public synchronized void send(byte[] frame) throws IOException {
        if (!up) {
            throw new IOException(peer.address() + ": unplugged");
        }
        for (String line : new String(frame, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.isEmpty()) {
                emptyLines++;
            } else {
                lines.add(line);
            }
        }
    }

    synchronized void plug(boolean plugged) {
        up = plugged;
    }

    /** The lines sent so far, the empty ones left out. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines sent since this was last called. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    synchronized int emptyLines() {
        return emptyLines;
    }
}
