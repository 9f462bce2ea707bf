/** Threads that say whose they are; copied privately into each bundle that makes some. */
package ccm.parts.threads;
