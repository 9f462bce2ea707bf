package ccm.sim.cloud.server;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a server is to be like; {@link #start} makes one. */
public final class ServerPlan {
    private static final int WINDOW = 100;
    private static final int OFFLINE = 1_000;
    private static final int LARGEST = 300 * 1024;
    private static final List<String> HERE = List.of("localhost", "127.0.0.1");

    private final String name;
    private final Authority authority;
    private final Brain brain;
    private final List<Door> doors = new ArrayList<>();
    private String address = "127.0.0.1";
    private Credential own;
    private Function<List<X509Certificate>, Optional<String>> trust;
    private long seed;
    private int window = WINDOW;
    private int offline = OFFLINE;
    private int largest = LARGEST;
    private int keepAliveSeconds;
    private boolean parent = true;

    /**
     * Begins.
     *
     * @param name of the cloud, for threads and messages
     * @param authority that signs the server's certificate
     */
    public ServerPlan(String name, Authority authority, Brain brain) {
        this.name = name;
        this.authority = authority;
        this.brain = brain;
        this.own = authority.server(HERE);
        this.trust = this::signed;
    }

    /** Another port. */
    public ServerPlan door(Door door) {
        doors.add(door);
        return this;
    }

    /** Where all of them listen; 127.0.0.1 when not said. */
    public ServerPlan address(String where) {
        address = where;
        return this;
    }

    /** The server's certificate is for these names, and localhost and 127.0.0.1. */
    public ServerPlan names(String... more) {
        List<String> names = new ArrayList<>(List.of(more));
        names.addAll(HERE);
        own = authority.server(names);
        return this;
    }

    /** The server shows this certificate: a wrong one, for tests. */
    public ServerPlan certificate(Credential credential) {
        own = credential;
        return this;
    }

    /**
     * Which certificates of clients are let through in TLS; those of the authority that are valid
     * now when not said. Called with the client's own first.
     *
     * @param check why not; empty to let through
     */
    public ServerPlan trust(Function<List<X509Certificate>, Optional<String>> check) {
        trust = check;
        return this;
    }

    /** What the randomness of its faults depends on. */
    public ServerPlan seed(long number) {
        seed = number;
        return this;
    }

    /** How many messages a client may leave unacknowledged. */
    public ServerPlan window(int messages) {
        window = messages;
        return this;
    }

    /** How many messages are kept for a client that is away. */
    public ServerPlan offline(int messages) {
        offline = messages;
        return this;
    }

    /** Packets with more bytes close the connection. */
    public ServerPlan largest(int bytes) {
        largest = bytes;
        return this;
    }

    /** The longest keep-alive, which is also that of clients that ask for none; 0 for no end. */
    public ServerPlan keepAlive(int seconds) {
        keepAliveSeconds = seconds;
        return this;
    }

    /** False where {@code a/#} does not match {@code a}. */
    public ServerPlan parent(boolean matches) {
        parent = matches;
        return this;
    }

    /** Starts it; it listens when this returns. */
    public CloudServer start() throws IOException {
        CloudServer server = new CloudServer(this);
        server.open();
        return server;
    }

    private Optional<String> signed(List<X509Certificate> chain) {
        if (!authority.signed(chain.get(0))) {
            return Optional.of("not signed by " + name);
        }
        try {
            chain.get(0).checkValidity();
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(e.getMessage());
        }
    }

    String name() {
        return name;
    }

    Authority authority() {
        return authority;
    }

    Brain brain() {
        return brain;
    }

    List<Door> doors() {
        return List.copyOf(doors);
    }

    String address() {
        return address;
    }

    Credential own() {
        return own;
    }

    Function<List<X509Certificate>, Optional<String>> trust() {
        return trust;
    }

    long seed() {
        return seed;
    }

    int window() {
        return window;
    }

    int offline() {
        return offline;
    }

    int largest() {
        return largest;
    }

    int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    boolean parent() {
        return parent;
    }
}
