/** Frames of network channels: Mongoose OS RPC. */
package ccm.core.network;
