package ccm.ota;

import ccm.ota.bundle.InstalledFirmware;

/**
 * Firmware whose bytes are on our disk.
 *
 * @param firmware what its bundle said of it; all empty when it was read out of the host
 * @param type of the chip it is for
 * @param image name of the file with its bytes
 */
record Installed(InstalledFirmware firmware, String type, String image) {
    /** For people. */
    String shown() {
        String name = firmware.name().isEmpty() ? "firmware" : firmware.name();
        return firmware.version().isEmpty() ? name : name + " " + firmware.version();
    }
}
