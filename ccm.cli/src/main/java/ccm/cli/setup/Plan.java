package ccm.cli.setup;

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

    /**
     * A setting of the gateway.
     *
     * @param shown what people see of its value
     * @param known true when that is the value
     * @param value asked for when all steps are done
     */
    record Setting(String shown, boolean known, Supplier<String> value) {}

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

    /** Adds a setting whose value everybody may see. */
    public Plan set(String path, String value) {
        settings.put(path, new Setting(value, true, () -> value));
        return this;
    }

    /**
     * Adds a setting whose value is a secret, or not known yet.
     *
     * @param shown what stands for it in all output
     * @param value asked for when all steps are done
     */
    public Plan set(String path, String shown, Supplier<String> value) {
        settings.put(path, new Setting(shown, false, value));
        return this;
    }

    /** Adds a line that says what may be typed when all is done. */
    public Plan next(String line) {
        next.add(line);
        return this;
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
