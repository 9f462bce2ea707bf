/**
 * The loader in the ROM of STM32 microcontrollers. Source: AN3155 (its commands), AN2606 (parts).
 */
package ccm.ota.stm32;
