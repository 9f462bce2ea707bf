package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareSegment;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.firmware.FirmwareWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** A chip whose flash is an array of 64 KiB, in pages, and that breaks off where it is told to. */
final class MemoryChip implements FirmwareWriter {
    static final int BASE = 0x0800_0000;
    static final int PAGE = 1024;
    private static final byte ERASED = (byte) 0xFF;

    final byte[] flash = new byte[64 * PAGE];
    final List<String> did = new ArrayList<>();
    volatile boolean running = true;
    volatile IntPredicate refuses = step -> false; // a step at which writing fails
    volatile Reason failure = Reason.WRITE;
    volatile int killAt = -1; // bytes until the gateway dies; -1 for never
    private int steps;

    MemoryChip() {
        Arrays.fill(flash, ERASED);
    }

    /** The power of the gateway goes. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    static FirmwareImage image(int address, byte[] data) {
        return new FirmwareImage(List.of(new FirmwareSegment(address, data)));
    }

    void burn(byte[] image) {
        Arrays.fill(flash, ERASED);
        System.arraycopy(image, 0, flash, 0, image.length);
    }

    boolean runs(byte[] image) {
        return running && Arrays.equals(image, Arrays.copyOf(flash, image.length));
    }

    @Override
    public void check(FirmwareImage image) throws FirmwareException {
        for (FirmwareSegment segment : image.segments()) {
            if (segment.address() < BASE || segment.end() > BASE + flash.length) {
                throw new FirmwareException(Reason.DOES_NOT_FIT, "address outside flash");
            }
        }
    }

    @Override
    public FirmwareTarget open(FirmwareProgress progress) throws FirmwareException {
        did.add("open");
        running = false;
        return new Target(progress);
    }

    private void byteDone() {
        if (killAt >= 0 && killAt-- == 0) {
            throw new PowerCut();
        }
    }

    private final class Target implements FirmwareTarget {
        private final FirmwareProgress progress;

        Target(FirmwareProgress progress) {
            this.progress = progress;
        }

        @Override
        public String description() {
            return "array";
        }

        @Override
        public FirmwareImage read(FirmwareImage covering) throws FirmwareException {
            did.add("read");
            boolean[] wanted = new boolean[flash.length / PAGE];
            for (FirmwareSegment segment : covering.segments()) {
                for (long at = segment.address(); at < segment.end(); at++) {
                    wanted[(int) (at - BASE) / PAGE] = true;
                }
            }
            List<FirmwareSegment> pages = new ArrayList<>();
            for (int page = 0; page < wanted.length; page++) {
                if (wanted[page]) {
                    byteDone();
                    progress.at(FirmwareProgress.Phase.READ, page, wanted.length);
                    pages.add(
                            new FirmwareSegment(
                                    BASE + page * PAGE,
                                    Arrays.copyOfRange(flash, page * PAGE, (page + 1) * PAGE)));
                }
            }
            return new FirmwareImage(pages);
        }

        @Override
        public boolean holds(FirmwareImage image) throws FirmwareException {
            did.add("holds");
            return image.segments().stream()
                    .allMatch(
                            segment -> {
                                int at = (int) segment.address() - BASE;
                                return Arrays.equals(
                                        segment.data(),
                                        0,
                                        segment.data().length,
                                        flash,
                                        at,
                                        at + segment.data().length);
                            });
        }

        @Override
        public void write(FirmwareImage image, Optional<FirmwareImage> believed)
                throws FirmwareException {
            did.add("write");
            if (refuses.test(steps++)) {
                throw new FirmwareException(failure, "step " + steps + " fails");
            }
            for (FirmwareSegment segment : image.segments()) {
                int begin = (int) segment.address() - BASE;
                for (int i = 0; i < segment.data().length; i++) {
                    if ((begin + i) % PAGE == 0 || i == 0) {
                        int page = (begin + i) / PAGE * PAGE;
                        byteDone();
                        Arrays.fill(flash, page, page + PAGE, ERASED);
                    }
                    byteDone();
                    flash[begin + i] = segment.data()[i];
                }
                progress.at(FirmwareProgress.Phase.WRITE, 1, 1);
            }
        }

        @Override
        public void close() {
            did.add("close");
            byteDone();
            running = true;
        }
    }
}
