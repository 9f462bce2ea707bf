/** The engine of updates: one at a time, and its state on disk before every step. */
package ccm.ota;
