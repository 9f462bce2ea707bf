/**
 * The one configuration tree.
 *
 * <p>A path in the tree is a ConfigAdmin PID after {@code ccm.} plus an attribute of its metatype:
 * {@code mqtt.server} is attribute {@code server} of PID {@code ccm.mqtt}. Components never ask the
 * tree; they get their settings from Declarative Services. The tree is for those who show or change
 * settings.
 */
@Export
@Version("2.3.0")
package ccm.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
