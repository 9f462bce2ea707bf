package ccm.core.rpc;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The settings {@code rpc.*}: what holds for every channel. */
@Component(
        service = RpcSettings.class,
        configurationPid = "ccm.rpc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RpcSettings.Config.class)
public final class RpcSettings {
    /** Names and defaults of Mongoose OS, and two of ours at the end. */
    @ObjectClassDefinition(
            name = "CCM remote procedure calls",
            description = "What holds for every channel that calls methods of this gateway.")
    public @interface Config {
        @AttributeDefinition(
                name = "Enabled",
                description =
                        "Answer calls that come over a network. The host and the local socket are"
                                + " answered always.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "HTTP",
                description = "Offer the methods over HTTP where a web server is installed.")
        boolean http__enable() default true;

        @AttributeDefinition(
                name = "System methods",
                description = "Offer Sys.Info and Sys.GetInfo, which tell what this gateway is.")
        boolean service__sys__enable() default true;

        @AttributeDefinition(
                name = "Largest frame",
                description =
                        "Bytes of the largest frame taken from a network channel; more than the"
                                + " 4096 of the original, so that a whole configuration fits."
                                + " Answers have no limit.",
                min = "256",
                max = "1048576")
        int max__frame__size() default 65_536;

        @AttributeDefinition(
                name = "Waiting calls",
                description = "How many calls to the host may wait for its answer at a time.",
                min = "1",
                max = "1000")
        int max__queue__length() default 25;

        @AttributeDefinition(
                name = "Passing channels",
                description = "How many channels that come and go may be open at a time.",
                min = "1",
                max = "1000")
        int max__non__persistent__channels() default 20;

        @AttributeDefinition(
                name = "Idle close",
                description =
                        "Seconds after which an outgoing channel without traffic is closed. Kept"
                                + " for files of the original; this version opens none.",
                min = "0",
                max = "86400")
        int default__out__channel__idle__close__timeout() default 10;

        @AttributeDefinition(
                name = "Access list",
                description =
                        "Who may call what, as JSON or @ and a file name: the first entry whose"
                                + " method, and ch_type if it has one, fit a call decides, on every"
                                + " channel. Empty: the host and this machine may call everything,"
                                + " others once they have logged in.")
        String acl() default "";

        @AttributeDefinition(
                name = "Access list file",
                description =
                        "The older way to name the file of the access list. Not together with the"
                                + " access list.")
        String acl__file() default "";

        @AttributeDefinition(
                name = "Realm",
                description =
                        "The realm of the users. Their passwords count in it alone: another realm"
                                + " means to define them again.")
        String auth__domain() default "RPC";

        @AttributeDefinition(
                name = "Password file",
                description =
                        "A file of lines user:realm:digest that names the users, and is only read."
                                + " Empty: those that Users.Set has defined.")
        String auth__file() default "";

        @AttributeDefinition(
                name = "Digest",
                description = "How logins over a network are digested.",
                options = {
                    @Option(label = "MD5", value = "0"),
                    @Option(label = "SHA-256", value = "1")
                })
        int auth__algo() default 0;

        @AttributeDefinition(
                name = "Swap wait",
                description =
                        "Milliseconds for which a call waits for a method whose bundle has just"
                                + " stopped.",
                min = "0",
                max = "60000")
        int swap__wait__ms() default 10_000;

        @AttributeDefinition(
                name = "Host deadline",
                description =
                        "Milliseconds for which a call that is passed on to the host waits for its"
                                + " answer.",
                min = "100",
                max = "600000")
        int host__call__timeout__ms() default 10_000;
    }

    private final Config config;

    @Activate
    public RpcSettings(Config config) {
        this.config = config;
    }

    /** True when calls from a network are answered. */
    public boolean enabled() {
        return config.enable();
    }

    /** The list of access rules, or @ and the name of its file; empty for none. */
    public String acl() {
        return config.acl();
    }

    /** The file of the list of access rules, named the older way; empty for none. */
    public String aclFile() {
        return config.acl__file();
    }

    /** The realm of the users. */
    public String authDomain() {
        return config.auth__domain();
    }

    /** The file of the users; empty for the gateway's own. */
    public String authFile() {
        return config.auth__file();
    }

    /** How logins are digested: 0 MD5, 1 SHA-256. */
    public int authAlgo() {
        return config.auth__algo();
    }

    /** Bytes of the largest frame that is taken from a network channel. */
    public int maxFrameSize() {
        return config.max__frame__size();
    }

    /** How many calls to the host may wait for its answer at a time. */
    public int maxQueueLength() {
        return config.max__queue__length();
    }

    /** How long a call waits for a method that has just left. */
    public Duration swapWait() {
        return Duration.ofMillis(config.swap__wait__ms());
    }

    /** How long a call that is passed on to the host waits for its answer. */
    public Duration hostCallTimeout() {
        return Duration.ofMillis(config.host__call__timeout__ms());
    }
}
