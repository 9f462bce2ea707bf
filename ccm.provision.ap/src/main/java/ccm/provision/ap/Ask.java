package ccm.provision.ap;

import ccm.parts.http.Query;
import ccm.parts.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One request, whole.
 *
 * @param verb for example {@code GET}
 * @param path decoded and without dots
 * @param query still encoded; empty for none
 * @param address of the peer
 * @param headers the value of a field, empty for none
 * @param body empty for none
 */
record Ask(
        String verb,
        String path,
        String query,
        String address,
        UnaryOperator<String> headers,
        byte[] body) {
    String header(String name) {
        return headers.apply(name);
    }

    boolean isPost() {
        return "POST".equals(verb);
    }

    /** True for one that only looks. */
    boolean isGet() {
        return "GET".equals(verb) || "HEAD".equals(verb);
    }

    /** True when a web browser, or a part of one, sends it. */
    boolean isFromBrowser() {
        return header("User-Agent").startsWith("Mozilla/")
                || !header("Origin").isEmpty()
                || !header("Sec-Fetch-Site").isEmpty();
    }

    /** The fields of a form, of the body of a POST and else of the query. */
    Map<String, String> fields() throws Refusal {
        return Query.fields(isPost() ? new String(body, StandardCharsets.UTF_8) : query);
    }
}
