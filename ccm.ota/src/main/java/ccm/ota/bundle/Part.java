package ccm.ota.bundle;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A part, as the manifest has it.
 *
 * @param type who writes it; empty when it does not say
 * @param file the file with its data; empty when it has none
 * @param fill the byte that fills its size when it has no file
 * @param sha1 of the file in hex digits; empty when it does not say
 * @param sha256 likewise
 */
record Part(
        String name,
        String type,
        Optional<String> file,
        OptionalLong address,
        OptionalLong size,
        OptionalInt fill,
        String sha1,
        String sha256) {}
