/** Calls to a gateway: frames, answers and logins, over whatever transport. */
package ccm.cli.rpc;
