package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * Erases and writes pages. A block whose writing failed is looked at: it may be right, or still
 * erased; otherwise, and when the chip was reset meanwhile, its page is begun again.
 */
final class PageWriter {
    private static final int GROUP = 64; // pages in one command

    private final Session session;
    private final PageMap wanted;
    private final byte[] buffer = new byte[Block.SIZE];
    private Block now = new Block();
    private Block next = new Block();

    PageWriter(Session session, PageMap wanted) {
        this.session = session;
        this.wanted = wanted;
    }

    /** Erases. */
    void erase(Plan plan, Meter meter) throws IOException, InterruptedException, FirmwareException {
        boolean extended = session.chip().extendedErase();
        if (plan.eraseAll()) {
            session.repeat(() -> session.loader().eraseAll(extended));
            session.progressed();
            meter.add(PageMap.sizeOf(plan.pages()));
            return;
        }
        for (int i = 0; i < plan.pages().size(); i += GROUP) {
            List<Page> group = plan.pages().subList(i, Math.min(i + GROUP, plan.pages().size()));
            erase(group);
            session.progressed();
            meter.add(PageMap.sizeOf(group));
        }
    }

    /** Writes to erased pages; the lowest block last when they are written downwards. */
    void write(List<Page> pages, boolean downwards, Meter meter)
            throws IOException, InterruptedException, FirmwareException {
        List<Span> spans = Span.of(pages, wanted, session.chip().part().family().granule());
        if (downwards) {
            Collections.reverse(spans);
        }
        int best = 0; // so many are written; begun pages come back to fewer
        int i = 0;
        prepare(spans, i);
        while (i < spans.size()) {
            swap();
            i = write(spans, i, pages);
            if (i > best) {
                meter.add(Span.sizeOf(spans.subList(best, i)));
                best = i;
                session.progressed();
            }
        }
    }

    /** Writes one and prepares the one after it; tells which comes next. */
    private int write(List<Span> spans, int i, List<Page> pages)
            throws IOException, InterruptedException, FirmwareException {
        int epoch = session.epoch();
        try {
            session.loader().write(now, () -> prepare(spans, i + 1));
            return i + 1;
        } catch (LoaderException e) {
            session.recover(e);
        }
        int after = look(spans, i, epoch, pages);
        prepare(spans, after);
        return after;
    }

    private int look(List<Span> spans, int i, int epoch, List<Page> pages)
            throws IOException, InterruptedException, FirmwareException {
        Span span = spans.get(i);
        session.read(span.address(), buffer, 0, span.count());
        boolean sure = session.epoch() == epoch; // a cut leaves bits that read well only today
        if (sure && wanted.holds(span.address(), buffer, 0, span.count())) {
            return i + 1;
        }
        if (sure && isErased(span.count())) {
            return i;
        }
        List<Page> begun = pages.stream().filter(span::isIn).toList();
        erase(begun);
        int first = i;
        while (first > 0 && begun.stream().anyMatch(spans.get(first - 1)::isIn)) {
            first--;
        }
        return first;
    }

    private void erase(List<Page> pages)
            throws IOException, InterruptedException, FirmwareException {
        session.repeat(() -> session.loader().erase(pages, session.chip().extendedErase()));
    }

    private boolean isErased(int count) {
        byte erased = session.chip().part().family().erased();
        for (int i = 0; i < count; i++) {
            if (buffer[i] != erased) {
                return false;
            }
        }
        return true;
    }

    private void prepare(List<Span> spans, int i) {
        if (i < spans.size()) {
            Span span = spans.get(i);
            next.fill(span.address(), wanted.bytes(), wanted.at(span.address()), span.count());
        }
    }

    private void swap() {
        Block prepared = next;
        next = now;
        now = prepared;
    }
}
