/** Firmware bundles for the host: images, manifest, signatures and the archive around them. */
package ccm.cli.bundle;
