package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
            for (Page page : run) {
                if (!isRight(page)) {
                    wrong.add(page);
                }
                meter.add(page.size());
            }
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

    /** Reads what was written in a page, and a little of what was only erased. */
    private boolean isRight(Page page) throws IOException, InterruptedException, FirmwareException {
        int granule = session.chip().part().family().granule();
        long end = page.address(); // of what was read last
        for (Span span : Span.of(List.of(page), wanted, granule)) {
            if (!holds(span.address(), span.count())) {
                return false;
            }
            end = span.end();
        }
        return page.end() - end < SAMPLE
                || holds(end + 3 & ~3L, SAMPLE) && holds(page.end() - SAMPLE, SAMPLE);
    }

    private boolean holds(long address, int count)
            throws IOException, InterruptedException, FirmwareException {
        session.read(address, buffer, 0, count);
        session.progressed();
        return wanted.holds(address, buffer, 0, count);
    }
}
