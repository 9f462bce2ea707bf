package ccm.core.access;

import ccm.core.rpc.LogOnce;
import ccm.core.rpc.RpcSettings;
import ccm.parts.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users: in a file of the gateway's own, or in one that the setting {@code rpc.auth_file} names
 * and that is only read. Safe for use by many threads.
 */
@Component(service = UserStore.class)
public final class UserStore {
    /** As many users as the gateway's own file may have. */
    static final int MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(UserStore.class);

    private final LogOnce failures = new LogOnce(LOG);
    private final boolean own;
    private final AtomicFile file;
    private final WatchedFile<Passwords> watched;
    private final String realm;

    @Activate
    public UserStore(BundleContext context, @Reference RpcSettings settings) {
        this(Folders.of(context), settings, System::nanoTime);
    }

    UserStore(Folders folders, RpcSettings settings, LongSupplier clock) {
        this.realm = settings.authDomain();
        this.own = settings.authFile().isBlank();
        Path path =
                own
                        ? folders.config().resolve("users")
                        : folders.files().resolve(settings.authFile().strip());
        this.file = new AtomicFile(path);
        this.watched =
                new WatchedFile<>(
                        path,
                        own ? Optional.of(read(new byte[0])) : Optional.empty(),
                        this::read,
                        clock);
    }

    /** Where they are. */
    Path path() {
        return file.path();
    }

    /** True when they can be changed here. */
    boolean isOwn() {
        return own;
    }

    /**
     * All of them.
     *
     * @throws IOException the file cannot be read
     */
    Passwords all() throws IOException {
        return watched.get();
    }

    /** True when there is such a user; false also when nobody can say. */
    boolean has(String user) {
        try {
            return all().names().contains(user);
        } catch (IOException e) {
            tell(e);
            return false;
        }
    }

    /** True when somebody can log in; false also when nobody can say. */
    boolean any(Digests digest) {
        try {
            return all().any(digest);
        } catch (IOException e) {
            tell(e);
            return false;
        }
    }

    /** Replaces them all. Waits for the disk. */
    synchronized void write(Passwords users) throws IOException {
        file.write(users.content());
        watched.forget();
    }

    private Passwords read(byte[] content) {
        return Passwords.read(content, realm);
    }

    private void tell(IOException e) {
        failures.error(e.getMessage(), "users: " + e.getMessage() + ". Nobody can log in.");
    }
}
