/** Pseudo-terminals, for simulators, benchmarks and tests; copied privately. */
package ccm.parts.pty;
