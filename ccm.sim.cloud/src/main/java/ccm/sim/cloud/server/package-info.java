/**
 * What all emulated clouds are made of: an MQTT 3.1.1 server over TCP, TLS and WebSocket whose
 * behaviour a {@link ccm.sim.cloud.server.Brain} decides, an HTTP and WebSocket server for those
 * that speak no MQTT ({@link ccm.sim.cloud.server.WebBrain}), faults that can be switched while it
 * runs, certificates, and a small interface for people and tests to control it.
 *
 * <p><b>Threads.</b> A server has one thread, {@code ccm-sim-NAME}. All of its network, all calls
 * of its brain, its timers and the handlers of its control interface run there, one after the
 * other: brains need no locks, and must not wait. Whoever comes from another thread asks through
 * {@link ccm.sim.cloud.server.CloudServer#call}.
 */
package ccm.sim.cloud.server;
