package ccm.parts.pem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file: blocks between BEGIN and END lines, with any text around them. */
public final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final int LIMIT = 1 << 20;

    private final List<Block> blocks = new ArrayList<>();

    private record Block(String kind, String body) {
        byte[] content() throws GeneralSecurityException {
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("\"" + kind + "\" is not Base64", e);
            }
        }
    }

    /**
     * Reads one.
     *
     * @throws IOException says what was found and what to do; the path is for the caller to add
     */
    public PemFile(Path file) throws IOException {
        Matcher found = BLOCK.matcher(text(file));
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
    }

    /** All certificates, in the order of the file. */
    public List<Certificate> certificates() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> all = new ArrayList<>();
        for (Block block : blocks) {
            if (block.kind.endsWith("CERTIFICATE")) {
                all.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
            }
        }
        return all;
    }

    /** The first private key. */
    public Optional<PrivateKey> key() throws GeneralSecurityException {
        for (Block block : blocks) {
            if (block.kind.equals("ENCRYPTED PRIVATE KEY") || block.body.contains("ENCRYPTED")) {
                throw new GeneralSecurityException(
                        "the key is encrypted. write it without: openssl pkey -in IN -out OUT");
            }
            switch (block.kind) {
                case "PRIVATE KEY":
                    return Optional.of(PrivateKeys.pkcs8(block.content()));
                case "RSA PRIVATE KEY":
                    return Optional.of(PrivateKeys.pkcs1(block.content()));
                case "EC PRIVATE KEY":
                    return Optional.of(PrivateKeys.sec1(block.content()));
                default: // a certificate, or parameters
            }
        }
        return Optional.empty();
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("is a folder. name a PEM file");
            }
            if (Files.size(file) > LIMIT) {
                throw new IOException("has more than " + LIMIT + " bytes. is it a PEM file?");
            }
            return Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "no such file. put it there, or set an absolute path of another", e);
        } catch (AccessDeniedException e) {
            throw new IOException("may not be read. check its owner and mode", e);
        }
    }
}
