package ccm.shadow;

import java.time.Duration;

/**
 * What {@code shadow.*} says.
 *
 * @param enable false to have no shadow at all
 * @param lib the one cloud whose shadow counts; empty for every one
 * @param getOnConnect ask for the document whenever a cloud is connected
 * @param ota let a firmware address in desired start an update
 * @param autocommit take new firmware for good once the shadow was reached with it
 * @param refresh how often the document is asked for besides; zero for never
 */
record ShadowSettings(
        boolean enable,
        String lib,
        boolean getOnConnect,
        boolean ota,
        boolean autocommit,
        Duration refresh) {
    boolean uses(String cloud) {
        return enable && (lib.isEmpty() || lib.equals(cloud));
    }
}
