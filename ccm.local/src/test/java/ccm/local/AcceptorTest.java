package ccm.local;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class AcceptorTest {
    private static final int LIMIT = 1024;
    private static final int CONNECTIONS = 4;

    @TempDir Path folder;

    private final Echo echo = new Echo();
    private final List<Path> announced = new ArrayList<>();
    private volatile Optional<FrameListener> listener = Optional.of(echo);
    private Path path;
    private Acceptor acceptor;

    @BeforeEach
    void open() {
        path = folder.resolve("ccm.sock");
        acceptor = acceptor(path);
        acceptor.open();
        eventually(() -> assertEquals(List.of(path), announced));
    }

    @AfterEach
    void close() {
        acceptor.close();
        assertFalse(Files.exists(path));
        assertEquals(List.of(), announced);
    }

    @Test
    void answersEveryFrameOfAClientInOrder() throws IOException {
        try (Client client = new Client(path)) {
            client.send("{\"id\":1}\r\n\n{\"id\"");
            client.send(":2}\n");
            assertEquals("{\"id\":1}", client.line());
            assertEquals("{\"id\":2}", client.line());
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void skipsALineOverTheLimitAndServesTheNext() throws IOException {
        try (Client client = new Client(path)) {
            client.send("x".repeat(1_000_000) + "\n{\"id\":1}\n");
            assertEquals("{\"error\":1}", client.line());
            assertEquals("{\"id\":1}", client.line());
        }
        assertEquals(List.of("line of more than 1024 bytes skipped"), echo.garbage);
    }

    @Test
    void livesThroughBinaryNoise() throws IOException {
        echo.silent = true; // who sends noise reads no answers
        byte[] noise = new byte[200];
        Random random = new Random(7);
        try (Client client = new Client(path)) {
            for (int i = 0; i < 500; i++) {
                random.nextBytes(noise);
                client.send(noise);
            }
        }
        eventually(() -> assertEquals(0, readers()));
        echo.silent = false;
        try (Client client = new Client(path)) {
            client.send("{\"id\":1}\n");
            assertEquals("{\"id\":1}", client.line());
        }
    }

    @Test
    void offersAFrameAgainUntilItIsTaken() throws IOException {
        echo.refusals.set(5);
        try (Client client = new Client(path)) {
            client.send("{\"id\":1}\n{\"id\":2}\n");
            assertEquals("{\"id\":1}", client.line());
            assertEquals("{\"id\":2}", client.line());
        }
    }

    @Test
    void keepsFramesWhileThereIsNobodyToTakeThem() throws IOException {
        listener = Optional.empty();
        try (Client client = new Client(path)) {
            client.send("{\"id\":1}\n");
            eventually(() -> assertEquals(1, readers()));
            listener = Optional.of(echo);
            assertEquals("{\"id\":1}", client.line());
        }
    }

    @Test
    void tellsANewListenerWhichLinksAreUp() throws IOException {
        Client first = new Client(path);
        try (Client second = new Client(path)) {
            eventually(() -> assertEquals(2, echo.up.size()));
            Echo next = new Echo();
            listener = Optional.of(next);
            acceptor.wakeLinks();
            eventually(() -> assertEquals(2, next.up.size()));
            first.close();
            eventually(() -> assertEquals(1, next.up.size()));
            second.send("{}\n");
            assertEquals("{}", second.line());
        }
    }

    @Test
    void refusesOneClientTooManyAndSaysWhy() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(new Client(path));
        }
        eventually(() -> assertEquals(CONNECTIONS, readers()));
        try (Client tooMany = new Client(path)) {
            assertTrue(tooMany.line().contains("all 4 connections are in use"));
            assertNull(tooMany.line());
        }
        clients.get(0).close();
        eventually(() -> assertEquals(CONNECTIONS - 1, readers()));
        try (Client next = new Client(path)) {
            next.send("{}\n");
            assertEquals("{}", next.line());
        }
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void answersAClientThatEndedItsSideFirst() throws IOException {
        echo.silent = true;
        try (Client client = new Client(path)) {
            client.send("{\"id\":1}\n");
            client.endOutput();
            eventually(() -> assertEquals(1, echo.up.size()));
            echo.up.get(0).send("{\"id\":1,\"result\":true}".getBytes(UTF_8));
            assertEquals("{\"id\":1,\"result\":true}", client.line());
            assertNull(client.line());
        }
    }

    @Test
    void endsAtOnceWhenNoAnswerIsDue() throws IOException {
        echo.silent = true;
        try (Client client = new Client(path)) {
            client.send("{\"method\":\"x\"}\n");
            client.endOutput();
            assertTimeout(Duration.ofSeconds(1), () -> assertNull(client.line()));
        }
    }

    @Test
    void aFaultOfTheRouterCostsOneFrameOnly() throws IOException {
        Quiet.expectErrors();
        try (Client client = new Client(path)) {
            client.send("fault\n{}\n");
            assertEquals("{}", client.line());
        }
    }

    @Test
    void givesUpAClientThatTakesNothing() throws IOException {
        byte[] frame = new byte[1_000_000];
        Arrays.fill(frame, (byte) 'x');
        try (Client deaf = new Client(path)) {
            eventually(() -> assertEquals(1, echo.up.size()));
            FrameLink link = echo.up.get(0);
            IOException lost = assertThrows(IOException.class, () -> link.send(frame));
            assertTrue(lost.getMessage().endsWith("the client took nothing for 5 s"));
            assertFalse(link.isUp());
            eventually(() -> assertEquals(0, readers()));
            assertTrue(deaf.line().startsWith("xxx"));
        }
    }

    @Test
    void closingEndsClientsThatAreInTheMiddle() throws IOException {
        echo.refusals.set(Integer.MAX_VALUE);
        try (Client client = new Client(path)) {
            client.send("{\"id\":1}\n{\"id\"");
            eventually(() -> assertTrue(echo.refusals.get() < Integer.MAX_VALUE));
            acceptor.close();
            assertNull(client.line());
        }
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ccm-local-client"))
                .count();
    }

    private Acceptor acceptor(Path place) {
        return new Acceptor(
                new SocketFile(place),
                CONNECTIONS,
                LIMIT,
                () -> listener,
                at -> {
                    announced.add(at);
                    return announced::clear;
                });
    }
}
