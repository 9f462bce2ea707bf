package ccm.board.linux;

import ccm.api.board.PinRequest;
import java.io.IOException;
import java.nio.file.Path;

/** What the kernel's reasons mean, and what helps. */
final class Refusal {
    private static final String GONE = "its chip is gone. Is its adapter plugged in?";

    private Refusal() {}

    static IOException ofChip(String text, Path device, KernelException e) {
        String problem =
                switch (e.number()) {
                    case KernelException.EACCES, KernelException.EPERM ->
                            "may not be opened."
                                    + " Put the user of the gateway into the group that the device has"
                                    + " (usermod -aG gpio USER), and give it one with a udev rule:"
                                    + " SUBSYSTEM==\"gpio\", KERNEL==\"gpiochip*\", GROUP=\"gpio\","
                                    + " MODE=\"0660\"";
                    case KernelException.ENOENT, KernelException.ENXIO, KernelException.ENODEV ->
                            "the chip is gone. Is its adapter plugged in?";
                    case KernelException.ENOTTY -> "is not a GPIO chip";
                    case KernelException.EINVAL ->
                            "this kernel does not know version 2 of the GPIO"
                                    + " device. Use Linux 5.10 or later";
                    default -> "cannot be used (error " + e.number() + ")";
                };
        return new IOException(text + ": " + device + ": " + problem, e);
    }

    /**
     * Why a line was not given.
     *
     * @param holder who the kernel says uses it now; empty when it does not say
     */
    static IOException ofLine(String name, PinRequest how, KernelException e, String holder) {
        String problem =
                switch (e.number()) {
                    case KernelException.EBUSY ->
                            "is held by "
                                    + (holder.isEmpty() ? "somebody who gives no name" : holder)
                                    + ". End that, or choose another line; gpioinfo shows who holds which";
                    case KernelException.EINVAL ->
                            "the kernel does not take "
                                    + options(how)
                                    + ". Is it Linux 5.10 or later, and is this possible on this chip?";
                    case KernelException.EACCES, KernelException.EPERM ->
                            "the kernel keeps it from programs";
                    case KernelException.ENODEV, KernelException.ENXIO -> GONE;
                    default ->
                            "the driver of its chip refuses it with "
                                    + options(how)
                                    + " (error "
                                    + e.number()
                                    + ")";
                };
        return new IOException(name + ": " + problem, e);
    }

    /** Why a line that was ours does not answer. */
    static IOException ofUse(String name, KernelException e) {
        String problem = e.gone() ? GONE : "cannot be used (error " + e.number() + ")";
        return new IOException(name + ": " + problem, e);
    }

    private static String options(PinRequest how) {
        return "bias "
                + how.bias()
                + ", drive "
                + how.drive()
                + ", debounce "
                + how.debounce().toMillis()
                + " ms";
    }
}
