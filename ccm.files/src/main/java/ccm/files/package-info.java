/**
 * The files that settings name, certificates for one: put, read and removed over every channel. One
 * flat folder; private keys go in and never come out.
 */
package ccm.files;
