package ccm.ota.stm32;

/** What all parts of a family have in common. */
enum Family {
    F0(0x1FFFF7CC, 0xFF, 4, true, "USART1 PA9/PA10, USART2 PA2/PA3 or PA14/PA15"),
    F1(0x1FFFF7E0, 0xFF, 4, true, "USART1 PA9/PA10; F105 and F107 also USART2 PD5/PD6"),
    F2(0x1FFF7A22, 0xFF, 4, false, "USART1 PA9/PA10, USART3 PB10/PB11 or PC10/PC11"),
    F3(0x1FFFF7CC, 0xFF, 4, true, "USART1 PA9/PA10, USART2 PA2/PA3 or PD5/PD6"),
    F4(0x1FFF7A22, 0xFF, 4, false, "USART1 PA9/PA10, USART3 PB10/PB11 or PC10/PC11"),
    F7(0x1FF0F442, 0xFF, 4, false, "USART1 PA9/PA10, USART3 PB10/PB11 or PC10/PC11"),
    G0(0x1FFF75E0, 0xFF, 8, true, "USART1 PA9/PA10, USART2 PA2/PA3, USART3 PC10/PC11"),
    G4(0x1FFF75E0, 0xFF, 8, true, "USART1 PA9/PA10, USART2 PA2/PA3, USART3 PC10/PC11"),
    H7(
            0x1FF1E880,
            0xFF,
            32,
            false,
            "USART1 PA9/PA10 or PB14/PB15, USART2 PA2/PA3, USART3 PB10/PB11"),
    L0(0x1FF8007C, 0x00, 4, false, "USART1 PA9/PA10, USART2 PA2/PA3"),
    L1(0x1FF8004C, 0x00, 4, false, "USART1 PA9/PA10, USART2 PD5/PD6"),
    L1C(0x1FF800CC, 0x00, 4, false, "USART1 PA9/PA10, USART2 PD5/PD6"),
    L4(0x1FFF75E0, 0xFF, 8, true, "USART1 PA9/PA10, USART2 PA2/PA3, USART3 PC10/PC11"),
    L5(0x0BFA05E0, 0xFF, 8, false, "USART1 PA9/PA10, USART2 PA2/PA3, USART3 PC10/PC11"),
    U5(0x0BFA07A0, 0xFF, 16, false, "USART1 PA9/PA10, USART2 PA2/PA3, USART3 PC10/PC11"),
    WB(0x1FFF75E0, 0xFF, 8, false, "USART1 PA9/PA10"),
    WL(0x1FFF75E0, 0xFF, 8, true, "USART1 PA9/PA10, USART2 PA2/PA3"),
    C0(0x1FFF75A0, 0xFF, 8, true, "USART1 PA9/PA10, USART2 PA2/PA3");

    private final long sizeRegister;
    private final byte erased;
    private final int granule;
    private final boolean massQuick;
    private final String uarts;

    Family(long sizeRegister, int erased, int granule, boolean massQuick, String uarts) {
        this.sizeRegister = sizeRegister;
        this.erased = (byte) erased;
        this.granule = granule;
        this.massQuick = massQuick;
        this.uarts = uarts;
    }

    /** Where the flash's size in KiB stands, as 16 bits. */
    long sizeRegister() {
        return sizeRegister;
    }

    /** What an erased byte reads as. */
    byte erased() {
        return erased;
    }

    /** How many bytes are programmed at once: writes are multiples of it. */
    int granule() {
        return granule;
    }

    /** True when erasing all takes about as long as erasing one page. */
    boolean massQuick() {
        return massQuick;
    }

    /** Which pins (TX/RX) the loader listens on. */
    String uarts() {
        return uarts;
    }
}
