package ccm.core.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.LoggerFactory;

/**
 * The settings {@code debug.*}: puts the level in force, for everything that is ours. SLF4J is
 * bound to the log of the Java runtime.
 */
@Component(
        service = {},
        configurationPid = "ccm.debug",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = LogLevel.Config.class)
public final class LogLevel {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevel.class);
    private static final Logger OURS =
            Logger.getLogger("ccm"); // held, or its level would be forgotten
    private static final List<Level> LEVELS =
            List.of(Level.OFF, Level.SEVERE, Level.WARNING, Level.INFO, Level.FINE, Level.FINEST);

    /** Names and defaults of Mongoose OS. */
    @ObjectClassDefinition(name = "CCM log", description = "What this gateway tells of itself.")
    public @interface Config {
        @AttributeDefinition(
                name = "Level",
                description = "How much is logged.",
                options = {
                    @Option(label = "nothing", value = "-1"),
                    @Option(label = "errors", value = "0"),
                    @Option(label = "warnings", value = "1"),
                    @Option(label = "information", value = "2"),
                    @Option(label = "debugging", value = "3"),
                    @Option(label = "everything", value = "4")
                })
        int level() default 2;

        @AttributeDefinition(
                name = "Levels by file",
                description = "Kept for tools that expect it; this gateway has one level.")
        String file__level() default "";

        @AttributeDefinition(
                name = "Event level",
                description = "Kept for tools that expect it; this gateway has one level.",
                min = "-1",
                max = "4")
        int event__level() default 2;

        @AttributeDefinition(
                name = "Output UART",
                description = "Kept for tools that expect it; the log goes to a file.")
        int stdout__uart() default 0;

        @AttributeDefinition(
                name = "Error UART",
                description = "Kept for tools that expect it; the log goes to a file.")
        int stderr__uart() default 0;

        @AttributeDefinition(
                name = "Output topic",
                description = "Kept for tools that expect it; the log goes to a file.")
        String stdout__topic() default "";

        @AttributeDefinition(
                name = "Error topic",
                description = "Kept for tools that expect it; the log goes to a file.")
        String stderr__topic() default "";

        @AttributeDefinition(
                name = "Factory reset pin",
                description =
                        "GPIO number of a line that asks for a factory reset while it is low at the"
                                + " start, in products with ccm.provision; -1 for none.",
                min = "-1")
        int factory__reset__gpio() default -1;
    }

    private final Level level;

    @Activate
    public LogLevel(Config config) {
        this.level = level(config.level());
    }

    @Activate
    void open() {
        putInForce(level);
    }

    /** Counts until the next one is put in force. */
    static void putInForce(Level level) {
        if (!level.equals(OURS.getLevel())) {
            OURS.setLevel(level);
            LOG.info("debug.level: now {}", level);
        }
    }

    /**
     * The level of the Java runtime's log for one of ours; what is out of range counts as its end.
     */
    static Level level(int level) {
        return LEVELS.get(Math.max(0, Math.min(LEVELS.size() - 1, level + 1)));
    }
}
