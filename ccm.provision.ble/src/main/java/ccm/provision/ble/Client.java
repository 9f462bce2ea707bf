package ccm.provision.ble;

/**
 * What is kept of one client while it is connected.
 *
 * @param rpc its dialogue with the RPC service
 * @param config its dialogue with the configuration service
 */
record Client(RpcSession rpc, ConfigSession config) {}
