/** Firmware bundles: read whole, checked whole, and only then handed on. */
package ccm.ota.bundle;
