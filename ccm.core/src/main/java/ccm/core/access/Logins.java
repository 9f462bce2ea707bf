package ccm.core.access;

import ccm.api.access.Access;
import ccm.api.access.AccessException;
import ccm.api.access.AccessException.Kind;
import ccm.api.access.DigestChallenge;
import ccm.api.access.DigestResponse;
import ccm.api.rpc.RpcPeer;
import ccm.core.rpc.RpcSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Checks digest logins: right password, fresh nonce, not used before, not too many wrong ones. */
@Component(service = Access.class)
public final class Logins implements Access {
    private static final int MAX_TEXT = 256;
    private static final int MAX_NUMBER = 16;

    private final UserStore users;
    private final String realm;
    private final Digests digest;
    private final UsedNonces nonces;
    private final WrongLogins wrong;
    private final String decoy; // stands for the password of a user who does not exist

    @Activate
    public Logins(@Reference UserStore users, @Reference RpcSettings settings) {
        this(users, settings, () -> System.currentTimeMillis() / 1000, System::nanoTime);
    }

    /**
     * Makes one.
     *
     * @param seconds since the epoch
     * @param clock nanoseconds that never jump
     */
    Logins(UserStore users, RpcSettings settings, LongSupplier seconds, LongSupplier clock) {
        this.users = users;
        this.realm = settings.authDomain();
        this.digest = settings.authAlgo() == 1 ? Digests.SHA256 : Digests.MD5;
        this.nonces = new UsedNonces(seconds);
        this.wrong = new WrongLogins(clock);
        this.decoy = digest.ha1("", realm, "");
    }

    @Override
    public boolean hasUsers() {
        return users.any(digest);
    }

    @Override
    public DigestChallenge challenge() {
        return new DigestChallenge(realm, nonces.next(), digest.title());
    }

    @Override
    public RpcPeer login(RpcPeer peer, DigestResponse given) throws AccessException {
        long nonce = number(given.nonce(), given.radix());
        long count = number(given.nc(), 16);
        checkForm(given);
        letWait(wrong.wait(peer.address()));
        if (!nonces.fresh(nonce)) {
            throw new AccessException(Kind.STALE, "the nonce is too old");
        }
        boolean right = isRight(given);
        letWait(wrong.judge(peer.address(), right)); // others may have guessed meanwhile
        if (!right) {
            throw new AccessException(Kind.WRONG, "wrong user or password");
        }
        if (!nonces.use(nonce, given.cnonce(), count)) {
            throw new AccessException(Kind.STALE, "the nonce was used before");
        }
        wrong.clear(peer.address());
        return peer.as(given.username());
    }

    private static void letWait(long seconds) throws AccessException {
        if (seconds > 0) {
            throw new AccessException(
                    Kind.LATER, "too many wrong logins. Try again in " + seconds + " s.");
        }
    }

    private void checkForm(DigestResponse given) throws AccessException {
        String algorithm = given.algorithm().isEmpty() ? Digests.MD5.title() : given.algorithm();
        boolean ours = given.realm().equals(realm) && algorithm.equalsIgnoreCase(digest.title());
        boolean whole =
                !given.username().isEmpty()
                        && given.username().length() <= MAX_TEXT
                        && !given.cnonce().isEmpty()
                        && given.cnonce().length() <= MAX_TEXT
                        && digest.made(given.response());
        if (!ours || !whole) {
            throw malformed();
        }
    }

    /** Takes the same time whether there is such a user or not. */
    private boolean isRight(DigestResponse given) throws AccessException {
        try {
            String ha1 = users.all().ha1(given.username(), digest).orElse("");
            String expected = digest.response(ha1.isEmpty() ? decoy : ha1, given);
            String found = given.response().toLowerCase(Locale.ROOT);
            return MessageDigest.isEqual(bytes(expected), bytes(found)) & !ha1.isEmpty();
        } catch (IOException e) {
            throw new AccessException(Kind.UNAVAILABLE, "failed to open password file");
        }
    }

    private static long number(String text, int radix) throws AccessException {
        try {
            if (text.length() > MAX_NUMBER) {
                throw malformed();
            }
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private static AccessException malformed() {
        return new AccessException(Kind.MALFORMED, "bad request");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
