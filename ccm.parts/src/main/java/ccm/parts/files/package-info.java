/** Files that survive a power cut; copied privately. */
package ccm.parts.files;
