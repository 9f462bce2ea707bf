package ccm.sim.host.rom;

/** What the loader needs around it: a way to answer, time, and a reset. */
interface LoaderPort {
    /** Sends bytes after what was {@link #busy} before. */
    void send(byte... bytes);

    /** Lets time pass: the chip does something. */
    void busy(long nanos);

    /** As {@link #busy}, for erasing. */
    void erasing(long nanos);

    /** The chip resets itself once its answer has left. */
    void reset();

    /** Leaves the loader for what is at that address. */
    void go(long address);
}
