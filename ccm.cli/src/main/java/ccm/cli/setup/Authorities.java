package ccm.cli.setup;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Words;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates of authorities, in a file of the person who types.
 *
 * @param pem all that is in it, one certificate at least
 */
public record Authorities(Path file, byte[] pem) {
    /** Those that an option names. */
    public static Optional<Authorities> of(Option option, Words words) throws FailedException {
        Optional<TypedFile> file = TypedFile.of(option, words);
        return file.isEmpty() ? Optional.empty() : Optional.of(read(file.get()));
    }

    /** Reads them. */
    public static Authorities read(TypedFile file) throws FailedException {
        file.certificate();
        return new Authorities(file.path(), file.bytes());
    }
}
