package ccm.ota.stm32;

import java.util.ArrayList;
import java.util.List;

/** Pages that follow each other without a gap. */
final class Runs {
    private Runs() {}

    /** Divides pages in the order of their addresses. */
    static List<List<Page>> of(List<Page> pages) {
        List<List<Page>> runs = new ArrayList<>();
        long end = -1;
        for (Page page : pages) {
            if (page.address() != end) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(page);
            end = page.end();
        }
        return runs;
    }
}
