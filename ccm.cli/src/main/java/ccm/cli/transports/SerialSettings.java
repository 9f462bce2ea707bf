package ccm.cli.transports;

/**
 * How a serial line is driven.
 *
 * @param baud bits per second
 * @param hardwareFlow CTS and RTS stop the flow
 * @param chunkDelayMillis the pause after each 16 bytes; 0 writes at once and without a handshake
 */
public record SerialSettings(int baud, boolean hardwareFlow, int chunkDelayMillis) {}
