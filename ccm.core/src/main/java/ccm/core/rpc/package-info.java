/** JSON-RPC dispatch: who answers to which name, and what the gateway answers itself. */
package ccm.core.rpc;
