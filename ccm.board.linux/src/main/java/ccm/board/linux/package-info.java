/** Digital lines over the Linux GPIO character device, ABI v2. Source: linux/gpio.h. */
package ccm.board.linux;
