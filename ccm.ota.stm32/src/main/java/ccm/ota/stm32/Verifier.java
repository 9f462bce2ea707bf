package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the flash holds what was written: the loader's answer does not say so, for writing
 * to a protected page is agreed to and does nothing.
 */
final class Verifier {
    private static final int SAMPLE = 16;
    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    private final Session session;
    private final PageMap wanted;
    private final byte[] buffer = new byte[Block.SIZE];
    private boolean checksums;

    Verifier(Session session, PageMap wanted) {
        this.session = session;
        this.wanted = wanted;
        this.checksums = session.chip().checksums();
    }

    /** Those of the written pages that are wrong. */
    List<Page> wrong(List<Page> pages, Meter meter)
            throws IOException, InterruptedException, FirmwareException {
        List<Page> wrong = new ArrayList<>();
        for (List<Page> run : Runs.of(pages)) {
            if (checksums && checksumIsRight(run)) {
                meter.add(PageMap.sizeOf(run));
                continue;
            }
            wrong.addAll(readBack(run, meter));
        }
        return wrong;
    }

    private boolean checksumIsRight(List<Page> run)
            throws IOException, InterruptedException, FirmwareException {
        long start = run.get(0).address();
        int count = (int) PageMap.sizeOf(run);
        try {
            int found = session.loader().checksum(start, count);
            return found == Crc.of(wanted.bytes(), wanted.at(start), count);
        } catch (LoaderException e) {
            LOG.debug("{}: reading back instead.", e.getMessage());
            checksums = false;
            session.recover(e);
            return false;
        }
    }

    /** Reads what was written, and a little of what was only erased. */
    private Set<Page> readBack(List<Page> run, Meter meter)
            throws IOException, InterruptedException, FirmwareException {
        int granule = session.chip().part().family().granule();
        Set<Page> wrong = new TreeSet<>(Comparator.comparingLong(Page::address));
        for (Span span : Span.of(run, wanted, granule)) {
            session.read(span.address(), buffer, 0, span.count());
            session.progressed();
            if (!wanted.holds(span.address(), buffer, 0, span.count())) {
                run.stream().filter(page -> differs(page, span)).forEach(wrong::add);
            }
        }
        for (Page each : run) {
            if (!restIsErased(each, granule)) {
                wrong.add(each);
            }
            meter.add(each.size());
        }
        return wrong;
    }

    /** Whether what was read of a span differs in that page: a small one is a part of it. */
    private boolean differs(Page page, Span span) {
        long from = Math.max(page.address(), span.address());
        int count = (int) (Math.min(page.end(), span.end()) - from);
        return count > 0 && !wanted.holds(from, buffer, (int) (from - span.address()), count);
    }

    private boolean restIsErased(Page page, int granule)
            throws IOException, InterruptedException, FirmwareException {
        long content = wanted.contentEnd(page.address(), page.size()) - page.address();
        long end = page.address() + (content + granule - 1) / granule * granule;
        return page.end() - end < SAMPLE
                || holds(end, SAMPLE) && holds(page.end() - SAMPLE, SAMPLE);
    }

    private boolean holds(long address, int count)
            throws IOException, InterruptedException, FirmwareException {
        session.read(address, buffer, 0, count);
        session.progressed();
        return wanted.holds(address, buffer, 0, count);
    }
}
