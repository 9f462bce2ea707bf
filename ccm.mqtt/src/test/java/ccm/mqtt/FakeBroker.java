package ccm.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that misbehaves as no real one can be made to. */
final class FakeBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;
    private static final int PING = 12;

    private final ServerSocket server;
    private final Manner manner;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final AtomicInteger accepted = new AtomicInteger();
    final List<Integer> received = new CopyOnWriteArrayList<>(); // kinds of packets

    /** What it does with a connection; ends when it throws or returns. */
    interface Manner {
        void serve(FakeBroker broker, Socket client) throws IOException;
    }

    FakeBroker(Manner manner) {
        this.manner = manner;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread("fake-broker", this::accept).start();
    }

    /** Accepts and says nothing, ever. */
    static FakeBroker silent() {
        return new FakeBroker(
                (broker, client) ->
                        client.getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    /** Closes every connection at once. */
    static FakeBroker closing() {
        return new FakeBroker((broker, client) -> {});
    }

    /** Answers each CONNECT with this code. */
    static FakeBroker refusing(int code) {
        return new FakeBroker((broker, client) -> broker.answer(client, code, 0));
    }

    /** Connects, but answers nothing else. */
    static FakeBroker mute() {
        return new FakeBroker((broker, client) -> broker.answer(client, 0, CONNECT));
    }

    /** Connects and answers SUBSCRIBE, but nothing else. */
    static FakeBroker forgetful() {
        return new FakeBroker((broker, client) -> broker.answer(client, 0, SUBSCRIBE));
    }

    /** Connects, answers SUBSCRIBE, and hangs up on packets of that kind. */
    static FakeBroker hangingUpOn(int kind) {
        return new FakeBroker((broker, client) -> broker.answer(client, 0, SUBSCRIBE, kind));
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }

    private void answer(Socket client, int code, int upTo) throws IOException {
        answer(client, code, upTo, 0);
    }

    private void answer(Socket client, int code, int upTo, int fatal) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        while (true) {
            int kind = in.readUnsignedByte() >>> 4;
            byte[] content = in.readNBytes(length(in));
            received.add(kind);
            if (kind == fatal) {
                return;
            }
            if (kind == CONNECT) {
                out.write(new byte[] {0x20, 2, 0, (byte) code});
                if (code != 0) {
                    return;
                }
            } else if (kind == SUBSCRIBE && upTo >= SUBSCRIBE) {
                out.write(new byte[] {(byte) 0x90, 3, content[0], content[1], 1});
            } else if (kind == PING && upTo >= PING) {
                out.write(new byte[] {(byte) 0xd0, 0});
            }
            out.flush();
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = in.readUnsignedByte();
            length |= (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return length;
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                accepted.incrementAndGet();
                open.add(client);
                thread("fake-broker-client", () -> serve(client)).start();
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            manner.serve(this, client);
        } catch (IOException e) {
            return; // the client went
        } finally {
            open.remove(client);
        }
    }

    private static Thread thread(String name, Runnable job) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        return thread;
    }
}
