package ccm.provision.ble;

import ccm.api.rpc.RpcException;
import ccm.provision.ble.gatt.GattException;
import ccm.provision.ble.gatt.GattException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The dialogue of the configuration service with one client: a key, a value, and what to do with
 * it. Leaves that are set and not saved yet are kept back, so that a network's name and password
 * are tried together. Several threads wait for each other: a client may have more than one request
 * under way.
 */
final class ConfigSession {
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 512;
    private static final int FORBIDDEN = RpcException.FORBIDDEN;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final byte SET = '0';
    private static final byte SAVE = '1';
    private static final byte SAVE_AND_REBOOT = '2';
    private static final byte[] NOTHING = {};

    private enum Step {
        KEY,
        VALUE_WRITTEN,
        VALUE_READ,
        SAVED
    }

    private final String device;
    private final Calls calls;
    private final long patience;
    private final Chunks key = new Chunks();
    private final Chunks value = new Chunks();
    private final PendingSettings pending = new PendingSettings();
    private Step step = Step.SAVED; // the next key is a new one
    private byte[] shown = NOTHING; // what is read, as it was when its reading began
    private CompletableFuture<JsonNode> saving = new CompletableFuture<>(); // the last save

    /**
     * Makes one.
     *
     * @param patience how long its client may be kept waiting, in milliseconds
     */
    ConfigSession(String device, Calls calls, long patience) {
        this.device = device;
        this.calls = calls;
        this.patience = patience;
    }

    /** {@code key}: the path of a setting, or more of it. */
    synchronized void key(byte[] piece, int offset) throws GattException {
        if (step != Step.KEY && offset == 0) {
            key.clear();
            value.clear();
        }
        step = Step.KEY;
        if (!key.add(piece, offset, MAX_KEY)) {
            throw new GattException(GattException.TOO_LARGE, "a key has at most 128 bytes");
        }
    }

    /** {@code value}: its value as plain text, or more of it; a single 0 is the empty text. */
    synchronized void value(byte[] piece, int offset) throws GattException {
        if (step != Step.VALUE_WRITTEN && offset == 0) {
            value.clear();
        }
        step = Step.VALUE_WRITTEN;
        if (piece.length == 1 && piece[0] == 0) {
            value.clear();
        } else if (!value.add(piece, offset, MAX_VALUE)) {
            throw new GattException(GattException.TOO_LARGE, "a value has at most 512 bytes");
        }
    }

    /** {@code value}: what the setting says now, as JSON, from the offset on. */
    synchronized byte[] read(int offset) throws GattException {
        if (key.size() == 0) {
            throw new GattException(Kind.NOT_PERMITTED, "no key was written");
        }
        if (offset == 0) {
            step = Step.VALUE_READ;
            shown = present(deadline()).toString().getBytes(StandardCharsets.UTF_8);
        }
        if (offset > shown.length) {
            throw new GattException(Kind.INVALID_OFFSET, "behind the end of the value");
        }
        return Arrays.copyOfRange(shown, offset, shown.length);
    }

    /** {@code save}: takes the setting that was entered, and saves what was taken. */
    synchronized void save(byte[] what, int offset) throws GattException {
        if (offset != 0) {
            throw new GattException(Kind.INVALID_OFFSET, "save has no long write");
        }
        long deadline = deadline();
        if (saving.isDone() && !saving.isCompletedExceptionally()) {
            pending.clear(); // saved after its client was told to look later
            saving = new CompletableFuture<>();
        }
        if (key.size() > 0) {
            pending.put(path(), text(), () -> present(deadline));
        }
        step = Step.SAVED;
        if (what.length != 1 || what[0] == SET) {
            return;
        }
        if (what[0] != SAVE && what[0] != SAVE_AND_REBOOT) {
            throw new GattException(Kind.INVALID_OFFSET, "save takes 0, 1 or 2");
        }
        save(what[0] == SAVE_AND_REBOOT, deadline);
        key.clear();
        value.clear();
    }

    /** A try of a network may take longer than a client waits: then it hears the end elsewhere. */
    private void save(boolean reboot, long deadline) throws GattException {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        boolean nothing = pending.isEmpty();
        if (!nothing) {
            params.set("config", pending.tree());
            params.put("save", true);
        }
        params.put("reboot", reboot);
        saving =
                calls.call(device, nothing ? "Config.Save" : "Config.Set", params)
                        .toCompletableFuture();
        try {
            if (answer(saving, deadline).isPresent()) {
                pending.clear();
            }
        } catch (RpcException e) {
            if (e.networkCode() == FORBIDDEN) {
                pending.clear(); // else a locked setting would be in the way of every other
            }
            throw refused(e, GattException.NOT_TAKEN);
        }
    }

    private JsonNode present(long deadline) throws GattException {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("key", path());
        try {
            return answer(calls.call(device, "Config.Get", params).toCompletableFuture(), deadline)
                    .orElseThrow(
                            () ->
                                    new GattException(
                                            GattException.UNAVAILABLE, "no answer in time"));
        } catch (RpcException e) {
            throw refused(e, GattException.UNAVAILABLE);
        }
    }

    private static GattException refused(RpcException e, int otherwise) {
        return switch (e.networkCode()) {
            case FORBIDDEN, RpcException.UNAUTHENTICATED ->
                    new GattException(Kind.NOT_PERMITTED, e.networkMessage());
            case NOT_FOUND -> new GattException(Kind.INVALID_OFFSET, e.networkMessage());
            case BAD_REQUEST ->
                    otherwise == GattException.NOT_TAKEN
                            ? new GattException(otherwise, e.networkMessage())
                            : new GattException(Kind.INVALID_OFFSET, e.networkMessage());
            default -> new GattException(otherwise, e.networkMessage());
        };
    }

    /** The answer, or nothing when it takes longer than a client may wait. */
    private static Optional<JsonNode> answer(CompletableFuture<JsonNode> call, long deadline)
            throws RpcException {
        try {
            long left = Math.max(1, deadline - System.nanoTime());
            return Optional.of(call.get(left, TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw Calls.failure(e.getCause());
        } catch (TimeoutException e) {
            return Optional.empty(); // it goes on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String path() {
        return new String(key.bytes(), StandardCharsets.UTF_8);
    }

    private String text() {
        return new String(value.bytes(), StandardCharsets.UTF_8);
    }

    private long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    }
}
