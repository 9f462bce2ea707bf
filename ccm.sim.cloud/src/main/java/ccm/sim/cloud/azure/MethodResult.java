package ccm.sim.cloud.azure;

/**
 * How a direct method ended.
 *
 * @param status of the device, or of the hub: 404 when the device is not there, 504 when it did not
 *     answer in time
 * @param payload JSON, or empty
 */
public record MethodResult(int status, String payload) {}
