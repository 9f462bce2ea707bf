package ccm.provision.ble;

import ccm.api.rpc.RpcException;
import ccm.provision.ble.bluez.Peers;
import ccm.provision.ble.gatt.GattAccess;
import ccm.provision.ble.gatt.GattException;
import ccm.provision.ble.gatt.GattValue;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients that are connected, each with its own dialogues. Safe for use by many threads. */
final class Clients implements Peers {
    static final int MAX_CALLS = 4;
    private static final int MAX_CLIENTS = 16; // more than a controller has connections
    private static final int MAX_ANSWER = 65_535; // clients of the original count in 16 bits
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final RpcFrames frames;
    private final Calls calls;
    private final int maxFrame;
    private final Consumer<byte[]> announce;

    /**
     * Makes it.
     *
     * @param announce tells all who listen the value of {@code rx_ctl}
     */
    Clients(RpcFrames frames, Calls calls, int maxFrame, Consumer<byte[]> announce) {
        this.frames = frames;
        this.calls = calls;
        this.maxFrame = maxFrame;
        this.announce = announce;
    }

    /** What is kept of the client; made with its first access. */
    Client of(GattAccess access) throws GattException {
        String device = access.device();
        if (!clients.containsKey(device)) {
            makeRoom();
        }
        Client client =
                clients.computeIfAbsent(
                        device,
                        address ->
                                new Client(
                                        new RpcSession(maxFrame, announce),
                                        new ConfigSession(address, calls, GattValue.ANSWER_MILLIS),
                                        new AtomicInteger(),
                                        new AtomicLong()));
        client.used().set(System.nanoTime());
        return client;
    }

    /** What is worked on when its client goes brings it back: such a one makes way in the end. */
    private void makeRoom() throws GattException {
        long now = System.nanoTime();
        while (clients.size() >= MAX_CLIENTS) {
            String silent =
                    clients.entrySet().stream()
                            .filter(entry -> entry.getValue().running().get() == 0)
                            .max(Comparator.comparing(entry -> now - entry.getValue().used().get()))
                            .map(Map.Entry::getKey)
                            .orElseThrow(
                                    () ->
                                            new GattException(
                                                    GattException.UNAVAILABLE, "too many clients"));
            LOG.debug("Bluetooth: {} is silent, and makes way", silent);
            gone(silent);
        }
    }

    @Override
    public Set<String> known() {
        return clients.keySet();
    }

    @Override
    public boolean busy() {
        return clients.values().stream()
                .anyMatch(client -> client.running().get() > 0 || client.rpc().unread());
    }

    /** What it was in the middle of goes with it. */
    @Override
    public void gone(String device) {
        Client known = clients.remove(device);
        if (known != null) {
            known.rpc().end();
        }
    }

    /** A piece of a frame; a frame that is whole is carried out. */
    void data(byte[] piece, GattAccess access) throws GattException {
        Client client = of(access);
        Optional<byte[]> frame = client.rpc().take(piece, access.offset());
        if (frame.isPresent()) {
            carryOut(RpcFrames.read(frame.get()), access.device(), client);
        }
    }

    private void carryOut(RpcFrame frame, String device, Client client) {
        RpcSession session = client.rpc();
        if (!frame.wrong().isEmpty()) {
            answer(frame, session, frames.refusal(frame));
            return;
        }
        if (frame.method().isEmpty()) {
            return; // an answer to a call that nobody made
        }
        AtomicInteger count = client.running();
        if (count.incrementAndGet() > MAX_CALLS) {
            count.decrementAndGet();
            RpcException many =
                    RpcException.limit(MAX_CALLS + " calls are under way. Wait for an answer.");
            answer(frame, session, error(frame, many));
            return;
        }
        calls.call(device, frame.method(), frame.params())
                .whenComplete(
                        (result, failure) -> {
                            answer(
                                    frame,
                                    session,
                                    failure == null
                                            ? frames.result(frame, result)
                                            : error(frame, Calls.failure(failure)));
                            count.decrementAndGet(); // last: while it counts, nobody closes
                        });
    }

    private byte[] error(RpcFrame frame, RpcException e) {
        return frames.error(frame, e.networkCode(), e.networkMessage());
    }

    private void answer(RpcFrame frame, RpcSession session, byte[] answer) {
        if (!frame.wantsAnswer()) {
            return;
        }
        byte[] sent =
                answer.length <= MAX_ANSWER
                        ? answer
                        : error(frame, RpcException.limit("the answer is longer than 65535 bytes"));
        if (!session.send(sent)) {
            if (session.lose()) {
                LOG.warn("Bluetooth: a client reads no answers; what is more is thrown away.");
            } else {
                LOG.debug("Bluetooth: one more answer is thrown away");
            }
        }
    }
}
