/**
 * Firmware files that say where their bytes belong: Intel HEX, S-records, ELF; copied privately.
 */
package ccm.parts.firmware;
