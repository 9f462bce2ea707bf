package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pages: to keep them, and to find out which are right already. */
final class PageReader {
    private static final int SAMPLE = 16;
    private static final int SAMPLED_PAGES =
            16; // where only the firmware as a whole is in question
    private static final int NEIGHBOURS = 1024;

    private final Session session;
    private final FirmwareProgress progress;
    private final byte[] buffer = new byte[Block.SIZE];

    PageReader(Session session, FirmwareProgress progress) {
        this.session = session;
        this.progress = progress;
    }

    /** Whole pages, those that follow each other as one segment. */
    FirmwareImage read(List<Page> pages)
            throws IOException, InterruptedException, FirmwareException {
        Meter meter = new Meter(progress, Phase.READ, PageMap.sizeOf(pages));
        List<FirmwareSegment> segments = new ArrayList<>();
        for (List<Page> run : Runs.of(pages)) {
            long start = run.get(0).address();
            byte[] bytes = new byte[(int) PageMap.sizeOf(run)];
            for (int at = 0; at < bytes.length; at += Block.SIZE) {
                int count = Math.min(Block.SIZE, bytes.length - at);
                session.read(start + at, bytes, at, count);
                session.progressed();
                meter.add(count);
            }
            segments.add(new FirmwareSegment(start, bytes));
        }
        return new FirmwareImage(segments);
    }

    /**
     * Whether a few bytes of some pages are as believed: other firmware differs nearly everywhere.
     */
    boolean samplesAreRight(PageMap believed)
            throws IOException, InterruptedException, FirmwareException {
        List<Page> pages = believed.pages();
        int step = Math.max(1, pages.size() / SAMPLED_PAGES);
        for (int at = 0; at < pages.size(); at += step) {
            if (!sampleIsRight(believed, pages.get(at))) {
                return false;
            }
        }
        return sampleIsRight(believed, pages.get(pages.size() - 1));
    }

    /** The pages that do not hold what they shall. */
    List<Page> wrong(PageMap wanted, Optional<PageMap> believed)
            throws IOException, InterruptedException, FirmwareException {
        if (believed.isPresent()) {
            Optional<List<Page>> wrong = believing(wanted, believed.get());
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        Meter meter = new Meter(progress, Phase.READ, PageMap.sizeOf(wanted.pages()));
        List<Page> wrong = new ArrayList<>();
        long hopeless = 0; // pages of a few bytes: those beside a wrong one are not looked at
        for (Page page : wanted.pages()) {
            if (page.address() < hopeless
                    || !sampleIsRight(wanted, page)
                    || !isRight(wanted, page)) {
                wrong.add(page);
                hopeless = (page.address() | NEIGHBOURS - 1) + 1;
            }
            meter.add(page.size());
        }
        return wrong;
    }

    /** Trusts what is believed as far as samples bear it out; nothing when one does not. */
    private Optional<List<Page>> believing(PageMap wanted, PageMap believed)
            throws IOException, InterruptedException, FirmwareException {
        List<Page> wrong = new ArrayList<>();
        for (Page page : wanted.pages()) {
            if (!believed.pages().contains(page)) {
                if (!sampleIsRight(wanted, page) || !isRight(wanted, page)) {
                    wrong.add(page);
                }
            } else if (!wanted.holds(
                    page.address(), believed.bytes(), believed.at(page.address()), page.size())) {
                wrong.add(page);
            } else if (!sampleIsRight(wanted, page)) {
                return Optional.empty();
            }
        }
        return Optional.of(wrong);
    }

    /** Looks at a few bytes in the middle of what the page shall hold. */
    private boolean sampleIsRight(PageMap wanted, Page page)
            throws IOException, InterruptedException, FirmwareException {
        long content = wanted.contentEnd(page.address(), page.size()) - page.address();
        long middle = Math.min(content / 2, page.size() - SAMPLE) & -SAMPLE;
        return holds(wanted, page.address() + middle, SAMPLE);
    }

    private boolean isRight(PageMap wanted, Page page)
            throws IOException, InterruptedException, FirmwareException {
        for (long at = page.address(); at < page.end(); at += Block.SIZE) {
            if (!holds(wanted, at, (int) Math.min(Block.SIZE, page.end() - at))) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(PageMap wanted, long address, int count)
            throws IOException, InterruptedException, FirmwareException {
        session.read(address, buffer, 0, count);
        session.progressed();
        return wanted.holds(address, buffer, 0, count);
    }
}
