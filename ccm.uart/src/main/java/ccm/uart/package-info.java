/** The host's serial line: frames in, frames out, and the port that comes and goes. */
package ccm.uart;
