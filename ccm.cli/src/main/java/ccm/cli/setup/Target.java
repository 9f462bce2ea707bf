package ccm.cli.setup;

import ccm.cli.commands.GatewayFiles;
import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.rpc.CallException;
import ccm.cli.rpc.Gateway;
import java.util.Map;
import java.util.Optional;

/** The gateway that is to be set up, as it is before anything is changed. */
public final class Target {
    private final Gateway gateway;
    private final Json settings;

    private Target(Gateway gateway, Json settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    static Target of(Gateway gateway) throws FailedException {
        return new Target(gateway, gateway.call("Config.Get"));
    }

    /** All of its settings. */
    Json settings() {
        return settings;
    }

    /** The name that it has for itself; what {@code device.id} leaves open is filled in. */
    public String deviceId() throws FailedException {
        return gateway.call("Sys.GetInfo")
                .text("id")
                .or(() -> setting("device.id"))
                .filter(id -> !id.isEmpty() && id.indexOf('?') < 0)
                .orElseThrow(
                        () ->
                                new FailedException(
                                        gateway.name()
                                                + ": has no name. Give it one: ccm config-set"
                                                + " device.id=NAME"));
    }

    /** The value of a setting as text; absent when this gateway has no such setting. */
    public Optional<String> setting(String path) {
        Optional<Json> value = Optional.of(settings);
        for (String name : path.split("\\.")) {
            value = value.flatMap(tree -> tree.at(name));
        }
        return value.map(Json::plain);
    }

    /** What a file holds; absent when there is none, or it is a secret, which nobody may read. */
    public Optional<byte[]> file(String name) throws FailedException {
        if (name.isEmpty() || !has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(GatewayFiles.get(gateway, name));
        } catch (CallException e) {
            return Optional.empty(); // a private key, for one
        }
    }

    /** True when it has a file of that name. */
    public boolean has(String file) throws FailedException {
        return gateway.call("FS.List").list().stream().anyMatch(name -> name.plain().equals(file));
    }

    /**
     * Makes sure that all settings of a plan can be changed, before anything else is.
     *
     * @param section of the cloud
     */
    void require(String section, Plan plan) throws FailedException {
        if (setting(section).isEmpty()) {
            throw new FailedException(
                    gateway.name()
                            + ": has no settings "
                            + section
                            + ".*: its product lacks this cloud. Start one that has it, as ccm run"
                            + " --sku full");
        }
        Json lock = status().at("lock").orElse(Json.NULL);
        SettingLock acl = new SettingLock(lock.text("conf_acl").orElse("*"));
        for (Map.Entry<String, Plan.Setting> each : plan.settings().entrySet()) {
            String path = each.getKey();
            String now =
                    setting(path)
                            .orElseThrow(
                                    () ->
                                            new FailedException(
                                                    path + ": no setting of " + gateway.name()));
            // the value that is there already passes every lock
            Plan.Setting wanted = each.getValue();
            boolean same = wanted.show() == Plan.Show.NOW && wanted.shown().equals(now);
            if (!same && !acl.allows(path)) {
                throw new FailedException(
                        path
                                + ": locked by "
                                + lock.text("of").orElse("a vendor")
                                + " (conf_acl "
                                + acl.text()
                                + "), so nothing was changed. Only its vendor can change it");
            }
        }
    }

    /** What of the settings is locked, and what has to prove itself. */
    Json status() throws FailedException {
        try {
            return gateway.call("Config.Status");
        } catch (CallException e) {
            return Json.NULL; // a device that has no locks either
        }
    }
}
