/**
 * A simulated STM32: its memories and their rules, the boot loader in its ROM, and a board around
 * it with a line, BOOT0 and RST.
 */
package ccm.sim.host.rom;
