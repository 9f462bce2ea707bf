package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The extra field of a zip header: fields of a number and bytes, one behind the other. */
final class ExtraFields {
    private static final int SHORT = 0xffff;

    private ExtraFields() {}

    /** The bytes of the first field of that number. */
    static Optional<byte[]> find(byte[] extra, int id) throws FirmwareException {
        ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        Optional<byte[]> found = Optional.empty();
        try {
            while (fields.hasRemaining()) {
                int next = fields.getShort() & SHORT;
                int length = fields.getShort() & SHORT;
                if (length > fields.remaining()) {
                    throw new BufferUnderflowException();
                }
                byte[] content = new byte[length];
                fields.get(content);
                if (next == id && found.isEmpty()) {
                    found = Optional.of(content);
                }
            }
            return found;
        } catch (BufferUnderflowException e) {
            throw Refusal.of(
                    Refusal.DAMAGED, "an extra field is cut off. Pack it with create-fw-bundle", e);
        }
    }
}
