package ccm.core.log;

import java.io.File;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings {@code debug.*}: puts the level in force by making the log service read its file
 * again, in which the level is a placeholder.
 */
@Component(
        service = {},
        configurationPid = "ccm.debug",
        immediate = true)
@Designate(ocd = LogLevel.Config.class)
public final class LogLevel {
    /** The system property that the log's file asks for; absent means the default. */
    static final String PROPERTY = "ccm.log.level";

    private static final Logger LOG = LoggerFactory.getLogger(LogLevel.class);
    private static final List<String> NAMES =
            List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final String DEFAULT = "INFO";
    private static final String LOG_SERVICE = "org.ops4j.pax.logging";
    private static final String START_FILE = "org.ops4j.pax.logging.StaticLogbackFile";
    private static final String FILE = "org.ops4j.pax.logging.logback.config.file";

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
                        "GPIO number that asks for a factory reset at the start; -1 for none.",
                min = "-1")
        int factory__reset__gpio() default -1;
    }

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final String level;

    @Activate
    public LogLevel(BundleContext context, @Reference ConfigurationAdmin admin, Config config) {
        this.context = context;
        this.admin = admin;
        this.level = name(config.level());
    }

    /** Nothing is read again when the level is the one in force, as at a usual start. */
    @Activate
    void open() {
        String file = context.getProperty(START_FILE);
        if (file == null || level.equals(System.getProperty(PROPERTY, DEFAULT))) {
            return;
        }
        System.setProperty(PROPERTY, level);
        try {
            Dictionary<String, Object> settings = new Hashtable<>();
            settings.put(FILE, otherSpelling(file));
            settings.put(PROPERTY, level); // a value that differs, or nothing would be read again
            admin.getConfiguration(LOG_SERVICE, null).update(settings);
            LOG.info("debug.level: now {}", level);
        } catch (IOException e) {
            LOG.warn("debug.level: {} is not in force. See the cause.", level, e);
        }
    }

    /** The same file by another name: the log service does not read again what it began with. */
    private static String otherSpelling(String file) {
        File began = new File(file).getAbsoluteFile();
        return new File(began.getParentFile(), "./" + began.getName()).getPath();
    }

    /** The log service's name of a level of ours; what is out of range counts as its end. */
    static String name(int level) {
        return NAMES.get(Math.max(0, Math.min(NAMES.size() - 1, level + 1)));
    }
}
