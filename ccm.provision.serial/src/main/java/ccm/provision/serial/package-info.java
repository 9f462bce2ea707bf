/**
 * The host's way to bring a gateway into a network: what it may set, and what it hears of how that
 * went. The host calls the same methods as everybody; this says what a vendor has against it.
 */
package ccm.provision.serial;
