/** The ways to a gateway, one class each; what {@code --port} names decides. */
package ccm.cli.transports;
