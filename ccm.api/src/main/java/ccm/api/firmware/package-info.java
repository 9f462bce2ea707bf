/**
 * New firmware for the host: who brings it, who decides about it, who writes it.
 *
 * <p>A trigger (RPC, HTTP, a cloud) hands a bundle to the {@link ccm.api.firmware.FirmwareUpdater},
 * which checks it, keeps what the host runs now, and lets the {@link
 * ccm.api.firmware.FirmwareWriter} for the host's chip write it.
 */
@Export
@Version("1.0.0")
package ccm.api.firmware;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
