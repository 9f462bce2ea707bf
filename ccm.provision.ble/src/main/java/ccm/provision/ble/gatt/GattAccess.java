package ccm.provision.ble.gatt;

/**
 * Who reads or writes a value, and which part.
 *
 * @param device the client's address
 * @param offset where in the value, of a long read or write
 * @param mtu the size that both sides have agreed on
 */
public record GattAccess(String device, int offset, int mtu) {
    /** What counts while nothing was agreed on. */
    public static final int SMALLEST_MTU = 23;

    public GattAccess {
        mtu = Math.max(mtu, SMALLEST_MTU);
    }
}
