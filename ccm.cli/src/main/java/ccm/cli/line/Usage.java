package ccm.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command tells about itself: the parser, help texts, documents and shell completion are all
 * made from it.
 *
 * @param name its word on the command line
 * @param arguments what stands behind it, as {@code METHOD [PARAMS]}; empty when nothing does
 * @param summary one line without a full stop
 * @param details what else there is to know; may be empty, may have several lines
 * @param options its own options; client commands have common ones besides
 * @param client true when it talks to a gateway
 * @param example one line to type
 */
public record Usage(
        String name,
        String arguments,
        String summary,
        String details,
        List<Option> options,
        boolean client,
        String example) {
    /** Finds an option by any of its spellings. */
    public Optional<Option> option(String name) {
        return options.stream().filter(option -> option.names().contains(name)).findFirst();
    }

    /** The same with more options behind its own. */
    public Usage with(List<Option> more) {
        List<Option> all = new ArrayList<>(options);
        all.addAll(more);
        return new Usage(name, arguments, summary, details, List.copyOf(all), client, example);
    }

    /** {@code ccm call METHOD [PARAMS]}. */
    public String typed() {
        return ("ccm " + name + " " + arguments).strip();
    }
}
