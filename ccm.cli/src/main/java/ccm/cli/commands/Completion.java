package ccm.cli.commands;

import ccm.cli.line.Option;
import ccm.cli.line.Usage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Completion scripts, made from what the commands tell about themselves.
 *
 * @param commands all there are, each with all of its options
 */
record Completion(List<Usage> commands) {
    private static final String PORTS =
            "http:// https:// ws:// wss:// mqtt:// mqtts:// tcp:// udp://";

    String bash() {
        return """
               # Completion of ccm for bash. To install it for yourself:
               #   ccm completion bash >~/.local/share/bash-completion/completions/ccm
               _ccm() {
                   local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i
                   COMPREPLY=()
                   for ((i = 1; i < COMP_CWORD; i++)); do
                       case ${COMP_WORDS[i]} in
                       %s) command=${COMP_WORDS[i]}; break ;;
                       esac
                   done
                   case $before in
                   --port) COMPREPLY=($(compgen -W '%s' -- "$word") $(compgen -f -- "$word")); return ;;
                   %s) COMPREPLY=($(compgen -f -- "$word")); return ;;
                   esac
                   case $command in
                   '') COMPREPLY=($(compgen -W '%s' -- "$word")) ;;
               %s    esac
               }
               complete -o default -F _ccm ccm
               """
                .formatted(names("|"), PORTS, fileOptions(), names(" "), bashCases());
    }

    String zsh() {
        return """
               #compdef ccm
               # Completion of ccm for zsh. To install it for yourself, with ~/.zfunc in your fpath:
               #   ccm completion zsh >~/.zfunc/_ccm
               _ccm() {
                   local -a commands=(
               %s    )
                   local command=${words[(r)%s]}
                   if [[ -z $command || $CURRENT -eq ${words[(i)$command]} ]]; then
                       _describe command commands
                       return
                   fi
                   case $command in
               %s    esac
                   _files
               }
               compdef _ccm ccm
               """
                .formatted(zshNames(), "(" + names("|") + ")", zshCases());
    }

    private String names(String between) {
        return commands.stream().map(Usage::name).collect(Collectors.joining(between));
    }

    /** Options whose value is a file. */
    private String fileOptions() {
        return commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(option -> option.value().matches(".*(FILE|DIR|PEM|[.]zip).*"))
                .flatMap(option -> option.names().stream())
                .distinct()
                .collect(Collectors.joining("|"));
    }

    private String bashCases() {
        return commands.stream()
                .map(
                        command ->
                                "    %s) COMPREPLY=($(compgen -W '%s' -- \"$word\")) ;;\n"
                                        .formatted(command.name(), words(command)))
                .collect(Collectors.joining());
    }

    /** What may stand behind a command: its options, and words that are written out. */
    private static String words(Usage command) {
        String options =
                command.options().stream()
                        .flatMap(option -> option.names().stream())
                        .collect(Collectors.joining(" "));
        String first = command.arguments().split(" ", 2)[0];
        String words = first.matches("[a-z]+(\\|[a-z]+)*") ? first.replace('|', ' ') : "";
        return (words + " " + options).strip();
    }

    private String zshNames() {
        return commands.stream()
                .map(
                        command ->
                                "        '%s:%s'\n"
                                        .formatted(command.name(), quoted(command.summary())))
                .collect(Collectors.joining());
    }

    private String zshCases() {
        return commands.stream()
                .map(
                        command ->
                                "    %s) _arguments -s%s && return ;;\n"
                                        .formatted(command.name(), zshOptions(command)))
                .collect(Collectors.joining());
    }

    private static String zshOptions(Usage command) {
        return command.options().stream()
                .flatMap(option -> option.names().stream().map(name -> zshOption(name, option)))
                .collect(Collectors.joining());
    }

    private static String zshOption(String name, Option option) {
        String value = option.takesValue() ? ":" + option.value() + ":_files" : "";
        return " '*%s[%s]%s'".formatted(name, quoted(option.help()), value.replace("|", "\\|"));
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''").replace(":", "\\:").replace("[", "(").replace("]", ")");
    }
}
