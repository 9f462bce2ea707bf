/**
 * An emulated IoT Core of Google's kind, as ClearBlade has it: checks tokens, keeps configurations
 * and states, sends commands, and closes connections for what that cloud closes them for.
 */
package ccm.sim.cloud.gcp;
