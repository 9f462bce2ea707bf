package ccm.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page of {@code docs} tells people to type, in its order. */
final class TypedPage {
    private static final Pattern INLINE = Pattern.compile("`(\\./ccm [^`]+)`");
    private static final Pattern PROGRAM =
            Pattern.compile("(\\./ccm|curl|openssl|mosquitto_\\w+) .*");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");
    private static final Pattern FRAME =
            Pattern.compile("(?:(host|CCM) +→ +)?(\\{.*\\})\\s+(host to CCM|CCM to host)?.*");

    private final List<String> commands = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final StringBuilder prose = new StringBuilder();
    private final StringBuilder begun = new StringBuilder(); // a line that goes on in the next

    /**
     * A frame on the host's line.
     *
     * @param byHost false when the gateway sends it
     */
    record Frame(boolean byHost, String json) {}

    TypedPage(String name) throws IOException {
        boolean fenced = false;
        for (String line : Files.readAllLines(page(name))) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (fenced || line.startsWith("    ")) {
                flush();
                code(line.strip());
            } else {
                prose.append(line).append('\n');
            }
        }
        flush();
    }

    static Path page(String name) {
        return CcmCommand.CHECKOUT.resolve("docs").resolve(name);
    }

    /** Lines of code blocks, without comments, and what stands between backticks. */
    List<String> commands() {
        return commands;
    }

    List<Frame> frames() {
        return frames;
    }

    /** The words of a line, as a shell sorts them. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group().replace("'", ""));
        }
        return words;
    }

    /** The words behind {@code ./ccm} in what somebody tells us to type. */
    static String[] told(String text) {
        List<String> words = words(text.substring(text.indexOf("./ccm ")));
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    private void flush() {
        Matcher matcher = INLINE.matcher(prose);
        while (matcher.find()) {
            commands.add(matcher.group(1).replace('\n', ' '));
        }
        prose.setLength(0);
    }

    private void code(String line) {
        String bare = line.replaceFirst("\\s{2,}#.*", "").strip();
        begun.append(bare.replaceFirst("\\\\$", ""));
        if (bare.endsWith("\\")) {
            return;
        }
        String whole = begun.toString().replaceAll(" {2,}", " ");
        begun.setLength(0);
        Matcher frame = FRAME.matcher(line);
        if (PROGRAM.matcher(whole).matches()) {
            commands.add(whole);
        } else if (frame.matches() && (frame.group(1) != null || frame.group(3) != null)) {
            boolean byHost = line.contains("host to CCM") || "host".equals(frame.group(1));
            frames.add(new Frame(byHost, frame.group(2)));
        }
    }
}
