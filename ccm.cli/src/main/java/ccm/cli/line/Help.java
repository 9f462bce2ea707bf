package ccm.cli.line;

import java.util.List;

/** Makes the text that {@code --help} prints. */
public final class Help {
    private static final int WIDTH = 24;

    private Help() {}

    /** All about a command whose usage has all of its options. */
    public static String of(Usage usage) {
        StringBuilder text = new StringBuilder("usage: ").append(usage.typed());
        text.append(usage.options().isEmpty() ? "" : " [OPTION]…").append("\n\n");
        text.append(Character.toUpperCase(usage.summary().charAt(0)));
        text.append(usage.summary().substring(1)).append(".\n");
        if (!usage.details().isEmpty()) {
            text.append('\n').append(usage.details().stripTrailing()).append('\n');
        }
        if (!usage.options().isEmpty()) {
            text.append('\n').append(list(usage.options()));
        }
        return text.append("\nexample: ").append(usage.example()).toString();
    }

    private static String list(List<Option> options) {
        StringBuilder text = new StringBuilder();
        for (Option option : options) {
            String shown = option.shown();
            String gap =
                    shown.length() > WIDTH
                            ? "\n" + " ".repeat(WIDTH + 4)
                            : " ".repeat(WIDTH + 2 - shown.length());
            text.append("  ").append(shown).append(gap).append(option.help()).append('\n');
        }
        return text.toString();
    }
}
