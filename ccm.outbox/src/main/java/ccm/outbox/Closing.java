package ccm.outbox;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what holds nothing any more that could be lost. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(Closeable thing) {
        try {
            thing.close();
        } catch (IOException e) {
            LOG.debug("{}: closed with an error", thing, e);
        }
    }
}
