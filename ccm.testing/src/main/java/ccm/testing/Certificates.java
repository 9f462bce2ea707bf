package ccm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small certificate authority for tests, made with OpenSSL in a folder of its own. All keys are
 * P-256 unless said otherwise.
 */
public final class Certificates implements AutoCloseable {
    private static final DateTimeFormatter ASN1 =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HERE = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1";

    private final Path folder;
    private int made;

    /** Makes the authority. */
    public Certificates() {
        try {
            folder = Files.createTempDirectory("ccm-certificates");
            Files.write(folder.resolve("ca.conf"), configuration(), UTF_8);
            Files.createFile(folder.resolve("index"));
            Files.writeString(folder.resolve("index.attr"), "unique_subject = no\n");
            Files.writeString(folder.resolve("serial"), "01\n");
            key("ca");
            openssl("req", "-x509", "-new", "-key", "ca.key", "-out", "ca.crt", "-days", "30");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate and its key, as PEM files. */
    public record Pair(Path certificate, Path key) {}

    /** How a private key is written. */
    public enum KeyForm {
        /** {@code BEGIN PRIVATE KEY}, elliptic curve. */
        PKCS8,
        /** {@code BEGIN EC PRIVATE KEY}. */
        SEC1,
        /** {@code BEGIN RSA PRIVATE KEY}. */
        PKCS1
    }

    /** The certificate of the authority. */
    public Path authority() {
        return folder.resolve("ca.crt");
    }

    /** For a server at localhost, 127.0.0.1 and ::1. */
    public Pair server() {
        return issue(KeyForm.SEC1, "localhost", HERE, Instant.now().minus(DAY), DAY.plus(DAY));
    }

    /** For a server, valid until yesterday. */
    public Pair expired() {
        Instant then = Instant.now().minus(DAY.multipliedBy(3));
        return issue(KeyForm.SEC1, "localhost", HERE, then, DAY.plus(DAY));
    }

    /** For a server, valid from tomorrow on. */
    public Pair notYetValid() {
        return issue(KeyForm.SEC1, "localhost", HERE, Instant.now().plus(DAY), DAY);
    }

    /** For a server at another host. */
    public Pair otherHost() {
        String other = "subjectAltName=DNS:broker.example";
        return issue(
                KeyForm.SEC1, "broker.example", other, Instant.now().minus(DAY), DAY.plus(DAY));
    }

    /** For a client. */
    public Pair client(KeyForm form) {
        String use = "extendedKeyUsage=clientAuth";
        return issue(form, "gateway", use, Instant.now().minus(DAY), DAY.plus(DAY));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pair issue(
            KeyForm form, String name, String extension, Instant from, Duration validity) {
        String file = "pair" + ++made;
        try {
            writeKey(form, file);
            openssl("req", "-new", "-key", file + ".key", "-out", file + ".csr");
            Files.writeString(folder.resolve(file + ".ext"), extension + "\n");
            openssl(
                    "ca",
                    "-batch",
                    "-notext",
                    "-config",
                    "ca.conf",
                    "-subj",
                    "/CN=" + name,
                    "-in",
                    file + ".csr",
                    "-out",
                    file + ".crt",
                    "-extfile",
                    file + ".ext",
                    "-startdate",
                    ASN1.format(from),
                    "-enddate",
                    ASN1.format(from.plus(validity)));
            return new Pair(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeKey(KeyForm form, String file) throws IOException {
        switch (form) {
            case SEC1 -> key(file);
            case PKCS1 -> openssl("genrsa", "-traditional", "-out", file + ".key", "2048");
            case PKCS8 ->
                    openssl(
                            "genpkey",
                            "-algorithm",
                            "EC",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-out",
                            file + ".key");
        }
    }

    private void key(String file) throws IOException {
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file + ".key");
    }

    private void openssl(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        if (arguments[0].equals("req")) {
            command =
                    Stream.concat(Stream.of(command), Stream.of("-config", "ca.conf"))
                            .toArray(String[]::new);
        }
        Programs.run(folder, command);
    }

    private static List<String> configuration() {
        return List.of(
                "[ca]",
                "default_ca = here",
                "[here]",
                "database = index",
                "serial = serial",
                "new_certs_dir = .",
                "certificate = ca.crt",
                "private_key = ca.key",
                "default_md = sha256",
                "policy = any",
                "[any]",
                "commonName = supplied",
                "[req]",
                "prompt = no",
                "distinguished_name = name",
                "x509_extensions = authority",
                "[name]",
                "CN = CCM test authority",
                "[authority]",
                "basicConstraints = critical,CA:TRUE",
                "subjectKeyIdentifier = hash");
    }
}
