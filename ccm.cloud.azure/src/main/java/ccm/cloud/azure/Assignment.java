package ccm.cloud.azure;

/**
 * What the provisioning service has said.
 *
 * @param scope in which it holds
 * @param registration our id there
 * @param hub which is ours
 * @param device our id at the hub
 */
record Assignment(String scope, String registration, String hub, String device) {}
