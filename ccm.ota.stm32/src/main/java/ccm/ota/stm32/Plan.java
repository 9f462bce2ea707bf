package ccm.ota.stm32;

import java.util.ArrayList;
import java.util.List;

/**
 * What is done to make the flash hold what is wanted.
 *
 * @param pages to erase, the first one of the image before all others: an image that is interrupted
 *     has no vector table then, and nothing of it runs
 * @param eraseAll true to erase the whole flash instead
 */
record Plan(List<Page> pages, boolean eraseAll) {
    private static final int FEW = 4;

    /** Makes one. */
    static Plan of(List<Page> wrong, PageMap wanted, Chip chip, boolean allowMassErase) {
        Page first = wanted.pages().get(0);
        List<Page> pages = new ArrayList<>(wrong);
        if (!wrong.isEmpty() && !wrong.contains(first)) {
            pages.add(0, first);
        }
        boolean nothingToKeep = wanted.pages().size() == chip.pages().size() || allowMassErase;
        boolean quicker =
                chip.part().family().massQuick()
                        && !chip.part().noMassErase()
                        && pages.size() == wanted.pages().size()
                        && pages.size() > FEW;
        return new Plan(List.copyOf(pages), nothingToKeep && quicker);
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** The page that is written last. */
    List<Page> last() {
        return pages.subList(0, 1);
    }

    /** All others. */
    List<Page> rest() {
        return pages.subList(1, pages.size());
    }
}
