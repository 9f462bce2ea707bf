package ccm.core.access;

import ccm.api.access.Access;
import ccm.api.access.DigestResponse;
import ccm.core.rpc.CallRules;
import ccm.core.rpc.RpcSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Users, logins and rules as Declarative Services would wire them, on a clock the test moves. */
public final class TestAccess {
    /** What the clock says at first, in seconds since the epoch. */
    public static final long START = 1_700_000_000 - 1;

    private final AtomicLong seconds = new AtomicLong(START);
    private final Folders folders;
    private final RpcSettings settings;
    private final UserStore users;
    private final Logins logins;

    public TestAccess(File data, RpcSettings settings) {
        this.folders = new Folders(data.toPath().resolve("config"), data.toPath().resolve("files"));
        this.settings = settings;
        try {
            Files.createDirectories(folders.config());
            Files.createDirectories(folders.files());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.users = new UserStore(folders, settings, this::nanos);
        this.logins = new Logins(users, settings, seconds::get, this::nanos);
        pass(1); // nonces of the second in which it began are not taken
    }

    public void pass(long more) {
        seconds.addAndGet(more);
    }

    public Access access() {
        return logins;
    }

    public CallRules rules() {
        return new AccessRules(settings, folders.files(), users, logins, this::nanos);
    }

    /** Defines a user, as {@code Users.Set} does. */
    public TestAccess with(String user, String password) {
        try {
            users.write(users.all().with(user, password));
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    UserStore users() {
        return users;
    }

    /** A file that settings can name. */
    public Path file(String name) {
        return folders.files().resolve(name);
    }

    long now() {
        return seconds.get();
    }

    /** What somebody answers to a challenge of this second, in a frame. */
    static DigestResponse answer(
            Digests digest, String user, String password, long nonce, String cnonce) {
        return answer(digest, user, password, Long.toString(nonce), 10, "1", cnonce);
    }

    static DigestResponse answer(
            Digests digest,
            String user,
            String password,
            String nonce,
            int radix,
            String nc,
            String cnonce) {
        DigestResponse open =
                new DigestResponse(
                        "RPC",
                        user,
                        nonce,
                        radix,
                        nc,
                        cnonce,
                        digest.title(),
                        "",
                        "dummy_method",
                        "dummy_uri");
        return new DigestResponse(
                open.realm(),
                user,
                nonce,
                radix,
                nc,
                cnonce,
                open.algorithm(),
                digest.response(digest.ha1(user, "RPC", password), open),
                open.method(),
                open.uri());
    }

    private long nanos() {
        return TimeUnit.SECONDS.toNanos(seconds.get());
    }
}
