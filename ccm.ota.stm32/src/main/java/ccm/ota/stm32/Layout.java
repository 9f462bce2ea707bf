package ccm.ota.stm32;

import java.util.ArrayList;
import java.util.List;

/** How a flash is divided into pages; the text's form is told in {@code parts.txt}. */
record Layout(String text) {
    private static final int KIB = 1024;

    /** The pages of a flash of so many bytes. */
    List<Page> pages(long start, long bytes) {
        List<Page> pages = new ArrayList<>();
        long end = start + bytes;
        long address = start;
        int number = 0;
        for (String run : text.split("\\+")) {
            if (run.startsWith("@")) {
                number = Integer.parseInt(run.substring(1));
                continue;
            }
            int x = run.indexOf('x');
            boolean endless = run.endsWith("*");
            int size = size(run.substring(x + 1).replace("*", ""));
            int left = x < 0 ? 1 : Integer.parseInt(run.substring(0, x));
            while (address + size <= end && (endless || left-- > 0)) {
                pages.add(new Page(number++, address, size));
                address += size;
            }
        }
        return List.copyOf(pages);
    }

    private static int size(String text) {
        return text.endsWith("K")
                ? Integer.parseInt(text.substring(0, text.length() - 1)) * KIB
                : Integer.parseInt(text);
    }
}
