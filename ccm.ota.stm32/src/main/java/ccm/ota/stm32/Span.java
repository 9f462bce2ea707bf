package ccm.ota.stm32;

import java.util.ArrayList;
import java.util.List;

/**
 * What is written with one command.
 *
 * @param count a multiple of what the chip programs at once
 */
record Span(long address, int count) {
    long end() {
        return address + count;
    }

    boolean isIn(Page page) {
        return address < page.end() && end() > page.address();
    }

    /** What has to be written to hold what is wanted, once those pages are erased. */
    static List<Span> of(List<Page> pages, PageMap wanted, int granule) {
        List<Span> spans = new ArrayList<>();
        for (List<Page> run : Runs.of(pages)) {
            long end = run.get(run.size() - 1).end();
            long next;
            for (long at = run.get(0).address(); at < end; at = next) {
                next = Math.min(end, (at | Block.SIZE - 1) + 1);
                int content = (int) (wanted.contentEnd(at, (int) (next - at)) - at);
                if (content > 0) {
                    spans.add(new Span(at, (content + granule - 1) / granule * granule));
                }
            }
        }
        return spans;
    }

    /** Bytes of some spans together. */
    static long sizeOf(List<Span> spans) {
        return spans.stream().mapToLong(Span::count).sum();
    }
}
