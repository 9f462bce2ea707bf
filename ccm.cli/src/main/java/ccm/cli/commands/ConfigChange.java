package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes settings of any device: what {@code config-set} and {@code wifi} share. */
final class ConfigChange {
    static final Option NO_SAVE =
            Option.flag("--no-save", "the change counts until the next start alone");
    static final Option REBOOT = Option.flag("--reboot", "restart the gateway afterwards");
    static final Option NO_REBOOT =
            Option.flag("--no-reboot", "do not restart, whatever device it is");
    static final Option TRY_ONCE =
            Option.flag("--try-once", "the next start takes it, the one after that does not");
    static final Option LEVEL =
            Option.value("--level", "N", "change layer N, 1 to 9; the user's, 9, when not given");
    static final List<Option> OPTIONS = List.of(NO_SAVE, REBOOT, NO_REBOOT, TRY_ONCE, LEVEL);

    /** A section that only gateways have which apply a change at once. */
    private static final String APPLIES_AT_ONCE = "config.probation_s";

    private final boolean save;
    private final boolean tryOnce;
    private final Optional<Boolean> reboot;
    private final Optional<Integer> level;
    private final boolean json;

    ConfigChange(Words words) throws UsageException {
        if (words.has(REBOOT.name()) && words.has(NO_REBOOT.name())) {
            throw new UsageException("--reboot and --no-reboot: one of them, not both");
        }
        save = !words.has(NO_SAVE.name());
        tryOnce = words.has(TRY_ONCE.name());
        reboot =
                words.has(REBOOT.name()) || words.has(NO_REBOOT.name())
                        ? Optional.of(words.has(REBOOT.name()))
                        : Optional.empty();
        level = words.number(LEVEL.name(), 1, ConfigGetCommand.LAST_LEVEL);
        json = Client.json(words);
    }

    /** Sets what is given by path; each value gets the type that the setting has. */
    void apply(Gateway gateway, Map<String, String> values, Terminal terminal)
            throws FailedException {
        Settings settings = new Settings(gateway.call("Config.Get"));
        Json.Obj changes = new Json.Obj();
        for (Map.Entry<String, String> value : values.entrySet()) {
            settings.change(changes, value.getKey(), value.getValue());
        }
        boolean restart = save && reboot.orElse(!settings.has(APPLIES_AT_ONCE));
        Json.Obj params = new Json.Obj().put("config", changes);
        level.ifPresent(number -> params.put("level", number));
        putIf(params, "save", save);
        putIf(params, "reboot", restart);
        putIf(params, "try_once", tryOnce);
        Json result = gateway.call("Config.Set", params);
        if (save && !saved(result)) { // devices of before 2019 save when told apart
            Json.Obj how = new Json.Obj();
            putIf(how, "reboot", restart);
            putIf(how, "try_once", tryOnce);
            result = gateway.call("Config.Save", how);
        }
        report(result, restart, terminal);
    }

    private void report(Json result, boolean restart, Terminal terminal) {
        if (json) {
            terminal.out().println(result.compact());
            return;
        }
        terminal.out()
                .println(
                        !save
                                ? "set, not saved"
                                : restart ? "set and saved; it restarts" : "set and saved");
    }

    private static boolean saved(Json result) {
        return result.at("saved").map(Json::compact).orElse("false").equals("true");
    }

    private static void putIf(Json.Obj object, String name, boolean value) {
        if (value) {
            object.put(name, true);
        }
    }
}
