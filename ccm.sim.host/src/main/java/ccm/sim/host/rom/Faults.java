package ccm.sim.host.rom;

/**
 * What goes wrong on a board. Counts begin with the next byte or command, which is number 1. Used
 * on the board's lock; made by {@link SimBoard#faults}.
 */
public final class Faults {
    /** What {@link #add} knows. */
    public static final String KINDS =
            "lost@BYTE, lost-reply@BYTE, nack@COMMAND, silence@BYTE, cut@BYTE, off@BYTE, baud,"
                    + " stuck@PAGE, unerasable@PAGE, slow@FACTOR";

    private final SimBoard board;
    private long lost;
    private long lostReply;
    private long silent;
    private long cut;
    private boolean offAfterCut;
    private boolean wrongBaud;
    private boolean quiet;
    private double eraseFactor = 1;

    Faults(SimBoard board) {
        this.board = board;
    }

    /** Loses the n-th byte on its way to the host. */
    public void lostByte(long n) {
        synchronized (board) {
            lost = n;
        }
    }

    /** Loses the n-th byte on its way from the host. */
    public void lostReply(long n) {
        synchronized (board) {
            lostReply = n;
        }
    }

    /** Refuses the n-th command. */
    public void nack(int n) {
        synchronized (board) {
            board.loader().nackCommand(n);
        }
    }

    /** Says nothing from the n-th byte on, until the next reset. */
    public void silentAt(long n) {
        synchronized (board) {
            silent = n;
        }
    }

    /**
     * Cuts the host's power while it takes the n-th byte: what that byte begins is left half done,
     * and no answer comes.
     *
     * @param stays true when the power stays away until {@link SimBoard#power}; else it is back at
     *     once
     */
    public void powerCutAt(long n, boolean stays) {
        synchronized (board) {
            cut = n;
            offAfterCut = stays;
        }
    }

    /** Makes the chip's clock so wrong that nothing is understood, or right again. */
    public void wrongBaud(boolean wrong) {
        synchronized (board) {
            wrongBaud = wrong;
        }
    }

    /**
     * Makes a page keep what it has, whatever is done to it; the chip answers as if all was well.
     */
    public void stuckPage(int page, boolean is) {
        synchronized (board) {
            board.chip().memory().stuck().set(page, is);
        }
    }

    /** Makes a page that cannot be erased, but takes what can be written over it. */
    public void unerasablePage(int page, boolean is) {
        synchronized (board) {
            board.chip().memory().frozen().set(page, is);
        }
    }

    /** Lets erasing take so many times as long. */
    public void slowErase(double factor) {
        synchronized (board) {
            eraseFactor = factor;
        }
    }

    /**
     * Makes one of the faults that {@link #KINDS} tells, as {@code cut@100}.
     *
     * @throws IllegalArgumentException names what was found and what there is
     */
    public void add(String text) {
        String[] parts = text.split("@", 2);
        String number = parts.length == 1 ? "1" : parts[1];
        if (!number.matches("[1-9]\\d{0,8}|0")) {
            throw new IllegalArgumentException(text + ": " + number + " is not a whole number");
        }
        int n = Integer.parseInt(number);
        switch (parts[0]) {
            case "lost" -> lostByte(n);
            case "lost-reply" -> lostReply(n);
            case "nack" -> nack(n);
            case "silence" -> silentAt(n);
            case "cut" -> powerCutAt(n, false);
            case "off" -> powerCutAt(n, true);
            case "baud" -> wrongBaud(true);
            case "stuck" -> stuckPage(n, true);
            case "unerasable" -> unerasablePage(n, true);
            case "slow" -> slowErase(n);
            default ->
                    throw new IllegalArgumentException(
                            parts[0] + ": not a fault. There are: " + KINDS);
        }
    }

    /** True when the byte that comes now is lost. */
    boolean loses() {
        return lost > 0 && --lost == 0;
    }

    boolean losesReply() {
        return lostReply > 0 && --lostReply == 0;
    }

    /** True when the power fails with the byte that comes now. */
    boolean cuts() {
        return cut > 0 && --cut == 0;
    }

    boolean staysOff() {
        return offAfterCut;
    }

    boolean garbles() {
        return wrongBaud;
    }

    /** Counts a byte; true when nothing is said any more. */
    boolean silences() {
        quiet |= silent > 0 && --silent == 0;
        return quiet;
    }

    /** True when nothing on the line goes wrong. */
    boolean none() {
        return lost == 0 && lostReply == 0 && silent == 0 && cut == 0 && !wrongBaud && !quiet;
    }

    boolean quiet() {
        return quiet;
    }

    void afterReset() {
        quiet = false;
    }

    double eraseFactor() {
        return eraseFactor;
    }
}
