package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Transport;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One frame a message, in both directions. */
final class WebSocketTransport implements Transport {
    private static final int LOGIN = 401;

    private final String name;
    private final WebSocket socket;
    private final Inbox inbox;

    private WebSocketTransport(String name, WebSocket socket, Inbox inbox) {
        this.name = name;
        this.socket = socket;
        this.inbox = inbox;
    }

    static WebSocketTransport open(URI typed, Connection connection) throws FailedException {
        URI address = URI.create(typed.toString().replaceFirst("//[^/@]*@", "//"));
        HttpLogin login = new HttpLogin(connection.login());
        Inbox inbox = new Inbox(address.toString());
        Dial dial =
                new Dial(
                        address,
                        Optional.ofNullable(typed.getUserInfo()),
                        HttpTransport.client(address, connection));
        try {
            WebSocket socket;
            try {
                socket = dial.open(inbox, login, connection.deadline());
            } catch (ExecutionException e) {
                if (!askedForLogin(e, login)) {
                    throw e;
                }
                socket = dial.open(inbox, login, connection.deadline());
            }
            return new WebSocketTransport(address.toString(), socket, inbox);
        } catch (ExecutionException | TimeoutException e) {
            throw refused(address, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(String frame, Deadline deadline) throws FailedException {
        try {
            socket.sendText(frame, true).get(deadline.left(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Failures.failed(name, "the gateway went away (" + Failures.said(e) + ")", e);
        } catch (InterruptedException e) {
            throw interrupted(name, e);
        }
    }

    @Override
    public Optional<String> receive(Deadline deadline) throws FailedException {
        return inbox.take(deadline);
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").handle((done, failure) -> done).join();
        socket.abort();
    }

    private static boolean askedForLogin(ExecutionException failure, HttpLogin login) {
        return Failures.find(failure, WebSocketHandshakeException.class)
                .map(WebSocketHandshakeException::getResponse)
                .filter(response -> response.statusCode() == LOGIN)
                .map(response -> response.headers().allValues("WWW-Authenticate"))
                .map(login::challenged)
                .orElse(false);
    }

    private static FailedException refused(URI address, Exception failure) {
        Optional<Integer> status =
                Failures.find(failure, WebSocketHandshakeException.class)
                        .map(refusal -> refusal.getResponse().statusCode());
        if (status.isEmpty()) {
            return Failures.connecting(address.toString(), failure);
        }
        String advice =
                status.get() == LOGIN
                        ? "Type --rpc-creds USER:PASSWORD, or --rpc-creds @FILE"
                        : "Is WebSocket on (rpc.ws.enable), and the path /rpc?";
        return Failures.failed(
                address.toString(), "HTTP status " + status.get() + ". " + advice, failure);
    }

    private static FailedException interrupted(String name, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return Failures.failed(name, "interrupted", cause);
    }

    /** Who is called, as whom. */
    private record Dial(URI address, Optional<String> bearer, HttpClient client) {
        WebSocket open(Inbox inbox, HttpLogin login, Deadline deadline)
                throws FailedException, ExecutionException, TimeoutException {
            WebSocket.Builder builder = client.newWebSocketBuilder();
            bearer.ifPresent(user -> builder.header("Authorization", "Bearer " + user));
            login.header("GET", address).ifPresent(value -> builder.header("Authorization", value));
            try {
                return builder.buildAsync(address, new Listener(inbox))
                        .get(deadline.left(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw interrupted(address.toString(), e);
            }
        }
    }

    /** Puts messages together; called by one thread at a time. */
    private static final class Listener implements WebSocket.Listener {
        private final Inbox inbox;
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        Listener(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                inbox.put(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                inbox.put(binary.toString(UTF_8));
                binary.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            inbox.end("it closed with status " + status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            inbox.end(Failures.said(failure));
        }
    }
}
