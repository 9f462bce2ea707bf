package ccm.sim.cloud.mdash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ccm.sim.cloud.server.WebRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file in a form, RFC 7578. */
final class FormFile {
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/form-data;.*boundary=\"?([^\";]+)\"?.*");
    private static final String HEAD_END = "\r\n\r\n";

    private FormFile() {}

    /**
     * The content of its first part that is a file, or of its first part; empty when it has none.
     */
    static Optional<byte[]> in(WebRequest request) {
        Matcher form = BOUNDARY.matcher(request.header("content-type").orElse(""));
        if (!form.matches()) {
            return Optional.empty();
        }
        String body = "\r\n" + new String(request.body(), ISO_8859_1); // one character a byte
        String mark = "\r\n--" + form.group(1);
        Optional<byte[]> any = Optional.empty();
        int at = body.indexOf(mark);
        while (at >= 0) {
            int head = body.indexOf(HEAD_END, at);
            int next = body.indexOf(mark, at + mark.length());
            if (head < 0 || next < head) {
                return any;
            }
            byte[] content = body.substring(head + HEAD_END.length(), next).getBytes(ISO_8859_1);
            if (body.substring(at, head).contains("filename=")) {
                return Optional.of(content);
            }
            any = any.or(() -> Optional.of(content));
            at = next;
        }
        return any;
    }
}
