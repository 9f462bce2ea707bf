package ccm.board.linux;

import java.io.IOException;

/** The kernel refused a call, with the number it gave as the reason. */
final class KernelException extends IOException {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;

    private static final long serialVersionUID = 1;

    private final int number;

    KernelException(String call, int number, Throwable cause) {
        super(call + ": error " + number, cause);
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The chip that a descriptor belongs to is not there any more. */
    boolean gone() {
        return number == ENODEV || number == ENXIO;
    }

    boolean refused() {
        return number == EACCES || number == EPERM;
    }
}
