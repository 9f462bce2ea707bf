package ccm.provision.ble;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is kept of one client while it is connected.
 *
 * @param rpc its dialogue with the RPC service
 * @param config its dialogue with the configuration service
 * @param running how many of its calls are under way
 */
record Client(RpcSession rpc, ConfigSession config, AtomicInteger running) {}
