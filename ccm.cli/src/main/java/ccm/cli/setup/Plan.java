package ccm.cli.setup;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a setup command is going to do. It is shown as it is, so no text of it holds a secret. */
public final class Plan {
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> next = new ArrayList<>();

    /** Does one thing. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it, and tells what it made.
         *
         * @throws FailedException says what was refused, why, and what to do
         */
        void run(Work work) throws FailedException;
    }

    /**
     * One thing to do.
     *
     * @param says what it does, in one line
     */
    record Step(String says, Action action) {}

    /** What may be shown of a setting's value. */
    enum Show {
        /** All, now. */
        NOW,
        /** All, once it is known. */
        LATER,
        /** Nothing, ever. */
        NEVER
    }

    /**
     * A setting of the gateway.
     *
     * @param shown what people see of its value before it is set
     * @param value asked for when all steps are done
     */
    record Setting(String shown, Show show, Supplier<String> value) {
        /** What people see once it is set. */
        String after() {
            return show == Show.NEVER ? shown : value.get();
        }
    }

    /** Adds a step, which is done after those before it. */
    public Plan step(String says, Action action) {
        steps.add(new Step(says, action));
        return this;
    }

    /**
     * Adds a file for the gateway.
     *
     * @param what it is, in words
     * @param content asked for when the steps before it are done
     */
    public Plan file(String name, String what, Supplier<byte[]> content) {
        return step(
                "file " + name + " on the gateway: " + what,
                work -> work.put(name, what, content.get()));
    }

    /** Adds a setting. */
    public Plan set(String path, String value) {
        return set(path, new Setting(value, Show.NOW, () -> value));
    }

    /**
     * Adds a setting whose value a step finds out.
     *
     * @param shown what stands for it until then
     * @param value asked for when all steps are done
     */
    public Plan later(String path, String shown, Supplier<String> value) {
        return set(path, new Setting(shown, Show.LATER, value));
    }

    /**
     * Adds a setting whose value is in no output.
     *
     * @param value asked for when all steps are done
     */
    public Plan secret(String path, Supplier<String> value) {
        return set(path, new Setting("********", Show.NEVER, value));
    }

    private Plan set(String path, Setting setting) {
        settings.put(path, setting);
        return this;
    }

    /**
     * Turns calls by MQTT off, unless there is a broker of one's own to take them: a cloud has ways
     * of its own.
     */
    public Plan withoutCallsByMqtt(Target gateway) {
        boolean broker = gateway.setting("mqtt.enable").orElse("").equals("true");
        return broker || gateway.setting("rpc.mqtt.enable").isEmpty()
                ? this
                : set("rpc.mqtt.enable", "false");
    }

    /** Adds a line that says what may be typed when all is done. */
    public Plan next(String line) {
        next.add(line);
        return this;
    }

    /** True when it has a value for this setting already. */
    public boolean sets(String path) {
        return settings.containsKey(path);
    }

    /** For people who want to see it first. */
    String shown() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.says()).append('\n'));
        settings.forEach(
                (path, setting) -> text.append("set " + path + "=" + setting.shown()).append('\n'));
        return text + "Nothing of this was done. Without --dry-run it is.";
    }

    /** For their programs. */
    String json(String cloud) {
        List<Json> says = new ArrayList<>();
        steps.forEach(step -> says.add(new Json.Text(step.says())));
        Json.Obj values = new Json.Obj();
        settings.forEach((path, setting) -> values.put(path, setting.shown()));
        return new Json.Obj()
                .put("cloud", cloud)
                .put("done", false)
                .put("steps", new Json.Arr(says))
                .put("settings", values)
                .compact();
    }

    List<Step> steps() {
        return steps;
    }

    Map<String, Setting> settings() {
        return settings;
    }

    List<String> next() {
        return next;
    }
}
