package ccm.provision;

import java.util.Optional;

/**
 * An IPv4 address.
 *
 * @param bits its 32 bits
 */
record Ip4(int bits) {
    private static final int PARTS = 4;
    private static final int LARGEST = 255;

    /** Reads four decimal numbers with dots between; empty for anything else. */
    static Optional<Ip4> of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        int bits = 0;
        for (String part : parts) {
            if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > LARGEST) {
                return Optional.empty();
            }
            bits = bits << Byte.SIZE | Integer.parseInt(part);
        }
        return Optional.of(new Ip4(bits));
    }

    /** True for ones followed by zeros, some of each. */
    boolean isMask() {
        int zeros = ~bits;
        return bits != 0 && zeros != 0 && (zeros & zeros + 1) == 0;
    }

    /** True when both are in the network of this mask. */
    boolean sharesNetwork(Ip4 other, Ip4 mask) {
        return (bits & mask.bits) == (other.bits & mask.bits);
    }

    /** True for the address of a machine: not none, not a whole network, not all machines of it. */
    boolean isMachine(Ip4 mask) {
        int machine = bits & ~mask.bits;
        return bits != 0 && machine != 0 && machine != ~mask.bits;
    }
}
