/**
 * CCM beside what a user would take instead, in one run over a pseudo-terminal and a real
 * Mosquitto: every figure is a ratio against the plain bridge.
 */
package ccm.bench;
