/** Errors of D-Bus whose names BlueZ knows. */
package org.bluez;
