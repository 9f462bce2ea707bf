/**
 * Starts the framework from a folder of jars, says when it is ready and stops it cleanly.
 *
 * <p>A plain program on the class path: nothing here is a bundle, and no bundle sees it. What it
 * knows of the services inside is their names.
 */
package ccm.launcher;
