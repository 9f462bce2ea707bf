package ccm.cli.setup;

import ccm.cli.commands.Settings;
import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.rpc.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Does what a plan says, and tells what exists when that fails half-way. */
final class Doing {
    private final String section;
    private final Work work;
    private final boolean json;
    private final Gateway gateway;
    private final Target target;
    private final Terminal terminal;

    Doing(String section, Work work, boolean json) {
        this.section = section;
        this.work = work;
        this.json = json;
        this.gateway = work.gateway();
        this.target = work.target();
        this.terminal = work.terminal();
    }

    void all(Plan plan, Duration wait) throws FailedException {
        Arrival arrival = new Arrival(section, work);
        try {
            for (Plan.Step step : plan.steps()) {
                step.action().run(work);
            }
            if (!arrival.wasReady()) {
                rouse();
            }
            configure(plan);
        } catch (FailedException e) {
            throw e.with(leftovers());
        }
        if (!wait.isZero()) {
            arrival.await(wait);
        }
        report(plan, wait);
    }

    /** A cloud that was refused waits long until it tries again; one that is turned on does not. */
    private void rouse() throws FailedException {
        if (target.setting(section + ".enable").orElse("").equals("true")) {
            Json.Obj off = new Json.Obj().put(section, new Json.Obj().put("enable", false));
            gateway.call("Config.Set", new Json.Obj().put("config", off));
        }
    }

    private void configure(Plan plan) throws FailedException {
        Settings settings = new Settings(target.settings());
        Json.Obj changes = new Json.Obj();
        for (Map.Entry<String, Plan.Setting> each : plan.settings().entrySet()) {
            settings.change(changes, each.getKey(), each.getValue().value().get());
        }
        gateway.call("Config.Set", new Json.Obj().put("config", changes).put("save", true));
        plan.settings()
                .forEach(
                        (path, setting) ->
                                terminal.err().println("set: " + path + "=" + setting.after()));
    }

    private String leftovers() {
        StringBuilder text = new StringBuilder();
        List<Work.Made> made = work.made();
        if (!made.isEmpty()) {
            text.append("\nExists since this run:");
        }
        for (Work.Made each : made) {
            text.append("\n  ").append(each.what());
            if (!each.remove().isEmpty()) {
                text.append("\n      to remove it: ").append(each.remove());
            }
        }
        return text
                + "\nThe gateway's settings are as they were. When the cause is gone, type the same"
                + " again: what exists is used.";
    }

    private void report(Plan plan, Duration wait) {
        if (json) {
            Json.Obj settings = new Json.Obj();
            plan.settings().forEach((path, setting) -> settings.put(path, setting.after()));
            terminal.out()
                    .println(
                            new Json.Obj()
                                    .put("cloud", section)
                                    .put("ready", !wait.isZero())
                                    .put("settings", settings)
                                    .compact());
            return;
        }
        terminal.out()
                .println(
                        section
                                + (wait.isZero()
                                        ? ": set up and saved. Whether it is connected: "
                                                + work.typed("call Cloud.Status")
                                        : ": set up, saved and connected"));
        plan.next().forEach(line -> terminal.out().println(line));
    }
}
