/** The radio, as the system's NetworkManager runs it. */
package ccm.board.linux.wifi;
