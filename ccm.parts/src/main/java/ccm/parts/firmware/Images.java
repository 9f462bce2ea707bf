package ccm.parts.firmware;

import java.util.Locale;
import java.util.Optional;

/** Finds out what form a firmware file has, by its content and its name. */
public final class Images {
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private Images() {}

    /**
     * Reads a file that says by itself where its bytes belong.
     *
     * @return empty when it is plain bytes
     * @throws ImageException says what is wrong; the name is for the caller to add
     */
    public static Optional<MemoryImage> read(String name, byte[] file, boolean addressGiven)
            throws ImageException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".hex") || begins(file, ":")) {
            return text(new IntelHex(), file, addressGiven && !lower.endsWith(".hex"));
        }
        if (begins(file, "S0") || lower.matches(".*\\.(s19|s28|s37|srec|mot)")) {
            return text(new SRecords(), file, addressGiven && begins(file, "S0"));
        }
        boolean elf = file.length > ELF.length;
        for (int i = 0; elf && i < ELF.length; i++) {
            elf = file[i] == ELF[i];
        }
        return elf ? Optional.of(Elf.read(file)) : Optional.empty();
    }

    /**
     * Reads lines.
     *
     * @param doubtful bytes that happen to begin like text are plain bytes
     */
    private static Optional<MemoryImage> text(HexLines lines, byte[] file, boolean doubtful)
            throws ImageException {
        try {
            return Optional.of(lines.read(file));
        } catch (ImageException e) {
            if (doubtful) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean begins(byte[] file, String text) {
        if (file.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (file[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
