package ccm.provision.ble.bluez;

import java.util.Set;

/** Who is connected, as far as it has used a service; known by its address. */
public interface Peers {
    /** Those who have read or written something. */
    Set<String> known();

    /** True while somebody waits for an answer, or has not read it yet. */
    boolean busy();

    /** One has gone. */
    void gone(String address);
}
