package ccm.console;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.LogService;

/**
 * Brings two logs together: what the gateway logs appears on the console's page, which shows that
 * of OSGi, and what the framework logs appears in the gateway's.
 */
@Component(
        service = {},
        immediate = true)
public final class LogPage extends Handler implements LogListener {
    private static final Logger ROOT = Logger.getLogger("");

    private final LogService log;
    private final LogReaderService reader;
    private final Bundle self;
    private final SimpleFormatter text = new SimpleFormatter();

    @Activate
    public LogPage(
            @Reference LogService log, @Reference LogReaderService reader, BundleContext context) {
        this.log = log;
        this.reader = reader;
        this.self = context.getBundle();
    }

    @Activate
    void open() {
        ROOT.addHandler(this);
        reader.addLogListener(this);
    }

    @Deactivate
    void shut() {
        reader.removeLogListener(this);
        ROOT.removeHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)
                || entry.getLoggerName() == null
                || entry.getLoggerName().startsWith("osgi.")) {
            return; // what came from there does not go back
        }
        org.osgi.service.log.Logger to = log.getLogger(entry.getLoggerName());
        String message = text.formatMessage(entry);
        int level = entry.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            to.error(message, entry.getThrown());
        } else if (level >= Level.WARNING.intValue()) {
            to.warn(message, entry.getThrown());
        } else if (level >= Level.INFO.intValue()) {
            to.info(message);
        } else {
            to.debug(message);
        }
    }

    @Override
    public void logged(LogEntry entry) {
        if (!self.equals(entry.getBundle())) {
            Logger to = Logger.getLogger("osgi." + entry.getBundle().getSymbolicName());
            to.log(level(entry), entry.getMessage(), entry.getException());
        }
    }

    private static Level level(LogEntry entry) {
        return switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            default -> Level.FINE;
        };
    }

    @Override
    public void flush() {
        // nothing is buffered here
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
