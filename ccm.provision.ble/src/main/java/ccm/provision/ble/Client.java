package ccm.provision.ble;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is kept of one client while it is connected.
 *
 * @param rpc its dialogue with the RPC service
 * @param config its dialogue with the configuration service
 * @param running how many of its calls are under way
 * @param used when it was heard of last, a {@link System#nanoTime}
 */
record Client(RpcSession rpc, ConfigSession config, AtomicInteger running, AtomicLong used) {}
