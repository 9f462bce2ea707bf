/**
 * The WiFi radio of this gateway, whatever service of the system runs it.
 *
 * <p>Names of networks are bytes in IEEE 802.11. Here they are text: UTF-8 when the bytes are that,
 * else each byte is the character of the same number (ISO 8859-1), and {@link
 * ccm.api.wifi.WifiNetwork#utf8} is false. Whoever joins such a network passes both back unchanged.
 */
@Export
@Version("1.0.0")
package ccm.api.wifi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
