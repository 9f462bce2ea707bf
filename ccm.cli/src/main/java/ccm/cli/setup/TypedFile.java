package ccm.cli.setup;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Words;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A file of the person who types.
 *
 * @param by the option, or the variable of the environment, that names it
 */
public record TypedFile(String by, Path path) {
    /** The one that an option names. */
    public static Optional<TypedFile> of(Option option, Words words) {
        return words.value(option.name()).map(file -> new TypedFile(option.name(), Path.of(file)));
    }

    /** All that is in it. */
    public byte[] bytes() throws FailedException {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw wrong("cannot be read: " + why(e), e);
        }
    }

    /** The first certificate of a file in PEM. */
    X509Certificate certificate() throws FailedException {
        bytes();
        try {
            List<Certificate> all = new PemFile(path).certificates();
            if (!all.isEmpty()) {
                return (X509Certificate) all.get(0);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw wrong(e.getMessage(), e);
        }
        throw wrong("holds no certificate. Name a file in PEM that does");
    }

    /** The first private key of a file in PEM. */
    PrivateKey key() throws FailedException {
        bytes();
        try {
            Optional<PrivateKey> key = new PemFile(path).key();
            if (key.isPresent()) {
                return key.get();
            }
        } catch (IOException | GeneralSecurityException e) {
            throw wrong(e.getMessage(), e);
        }
        throw wrong("holds no private key. Name a file in PEM that does");
    }

    /** Something is wrong with it. */
    public FailedException wrong(String why) {
        return new FailedException(this + ": " + why);
    }

    /** The same, and something else was the reason. */
    public FailedException wrong(String why, Throwable cause) {
        return new FailedException(this + ": " + why, cause);
    }

    private static String why(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file. Check its path";
        } else if (failure instanceof AccessDeniedException) {
            return "it may not be. Check its owner and mode";
        }
        return failure.getMessage() + ". Name a file";
    }

    @Override
    public String toString() {
        return by + " " + path;
    }
}
