package ccm.sim.host.rom;

/**
 * What a byte becomes when both ends do not agree. With the wrong rate nothing is left of it. With
 * the parity bit on one side only, bytes with an odd number of ones pass, since their parity bit
 * and the stop bit look alike; the others do not.
 *
 * @param sameRate true when both ends have the same rate
 * @param sameParity true when both ends send a parity bit, or none
 */
record Noise(boolean sameRate, boolean sameParity) {
    int through(int value) {
        if (!sameRate) {
            return (value * 37 ^ 0xA6) & 0xFF;
        }
        return sameParity || Integer.bitCount(value) % 2 == 1 ? value : value & 0x55 ^ 0x14;
    }
}
