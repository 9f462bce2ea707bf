/** What a program needs to open serial ports safely; copied privately. */
package ccm.parts.serial;
