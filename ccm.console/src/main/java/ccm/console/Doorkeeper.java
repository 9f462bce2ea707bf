package ccm.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the one user in (HTTP Basic, RFC 7617) and keeps guessers and foreign web pages out. The
 * framework property {@code felix.webconsole.security.providers} makes the console wait for it.
 */
@Component(property = SecurityProvider.PROPERTY_ID + "=ccm")
public final class Doorkeeper implements SecurityProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final String BASIC = "Basic ";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String WHO =
            "user and password, please. The password was shown on the terminal at the first start";

    private final Login login;
    private final Guesses guesses = new Guesses(System::nanoTime);

    @Activate
    public Doorkeeper(BundleContext bundle) throws IOException {
        login = Login.in(Path.of(bundle.getProperty("ccm.data")), Doorkeeper::show);
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        if (foreign(request)) {
            return refuse(
                    response, HttpServletResponse.SC_FORBIDDEN, "not from another site's page");
        }
        if (guesses.tooMany()) {
            return refuse(response, TOO_MANY_REQUESTS, "too many wrong passwords. Wait 5 seconds");
        }
        String header = request.getHeader("Authorization");
        if (header != null && matches(header)) {
            guesses.right();
            return Login.USER;
        }
        if (header != null && guesses.wrong()) {
            LOG.warn(
                    "web console: wrong password from {}, {} in a row",
                    request.getRemoteAddr(),
                    guesses.count());
        }
        response.setHeader("WWW-Authenticate", "Basic realm=\"CCM\", charset=\"UTF-8\"");
        return refuse(response, HttpServletResponse.SC_UNAUTHORIZED, WHO);
    }

    @Override
    public boolean authorize(Object user, String role) {
        return Login.USER.equals(user);
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "Basic realm=\"CCM\", charset=\"UTF-8\"");
        refuse(response, HttpServletResponse.SC_UNAUTHORIZED, WHO);
    }

    private boolean matches(String header) {
        if (!header.startsWith(BASIC)) {
            return false;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).trim());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon > 0 && login.matches(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return false; // not Base64
        }
    }

    /**
     * True for what another site's page sends: a browser adds the login by itself, so that is not
     * enough.
     */
    private static boolean foreign(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            return !String.valueOf(URI.create(origin).getAuthority())
                    .equals(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static Object refuse(HttpServletResponse response, int status, String why) {
        response.setStatus(status);
        response.setContentType("text/plain; charset=UTF-8");
        try {
            response.getWriter().println("web console: " + why);
        } catch (IOException e) {
            LOG.debug("web console: who was refused is gone", e);
        }
        return null; // what the console's contract asks for
    }

    /** On the terminal and nowhere else: a log would keep it. */
    private static void show(String password) {
        System.out.println(
                "web console: user "
                        + Login.USER
                        + ", password "
                        + password
                        + " (shown this once)");
        System.out.flush();
    }
}
