package ccm.provision.ble.bluez;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agrees to every pairing while the channel is open: a gateway has neither keys nor a display. */
public final class PairingAgent implements Agent1 {
    static final String PATH = "/ccm/agent";
    private static final Logger LOG = LoggerFactory.getLogger(PairingAgent.class);

    @Override
    public String getObjectPath() {
        return PATH;
    }

    @Override
    public void Release() {
        LOG.debug("the agent is not needed any more");
    }

    @Override
    public void RequestAuthorization(DBusPath device) {
        LOG.info("Bluetooth: {} pairs.", Objects.address(device.getPath()));
    }

    @Override
    public void RequestConfirmation(DBusPath device, UInt32 passkey) {
        LOG.info("Bluetooth: {} pairs.", Objects.address(device.getPath()));
    }

    @Override
    public void AuthorizeService(DBusPath device, String uuid) {
        LOG.debug("{} uses {}", device, uuid);
    }

    @Override
    public void Cancel() {
        LOG.debug("a pairing was given up");
    }
}
