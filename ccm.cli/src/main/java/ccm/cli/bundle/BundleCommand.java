package ccm.cli.bundle;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code create-fw-bundle}: packs firmware for the host. */
public final class BundleCommand implements Command {
    private static final String NAME = "create-fw-bundle";
    private static final Option OUTPUT =
            new Option(List.of("--output", "-o"), "OUT.zip", "the bundle to be written");
    private static final Option INPUT =
            new Option(List.of("--input", "-i"), "IN.zip", "begin with the parts of this bundle");
    private static final Option MANIFEST =
            Option.value("--manifest", "FILE.json", "begin with this manifest");
    private static final Option FIRMWARE = Option.value("--name", "NAME", "of the firmware");
    private static final Option PLATFORM =
            Option.value("--platform", "NAME", "whom it is for: ccm_host");
    private static final Option DESCRIPTION =
            Option.value("--description", "TEXT", "for people who look at it");
    private static final Option BUILD_INFO =
            Option.value("--build-info", "FILE.json", "version, build_id and build_timestamp");
    private static final Option ATTRIBUTE =
            Option.value("--attr", "KEY=VALUE", "one more member of the manifest");
    private static final Option EXTRA =
            Option.value("--extra-attr", "KEY=VALUE", "an attribute beside the manifest");
    private static final Option SIGN =
            Option.value("--sign-key", "PEM", "sign with this ECDSA key; '' leaves a number out");
    private static final Option COMPRESS = Option.flag("--compress", "make it smaller");
    private static final Option FOLDER =
            Option.value("--src-dir", "DIR", "where the files of the parts are");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Option JSON = Option.flag("--json", "print the manifest, for programs");

    @Override
    public Usage usage() {
        return new Usage(
                NAME,
                "PART…",
                "packs firmware for the host into a bundle",
                """
                PART   NAME:KEY=VALUE,… as in the example; NAME:- takes a part out of the input.
                       Intel HEX, S-records and ELF say by themselves where they belong; one with
                       gaps of 512 bytes and more becomes several parts.""",
                List.of(
                        OUTPUT,
                        INPUT,
                        MANIFEST,
                        FIRMWARE,
                        PLATFORM,
                        DESCRIPTION,
                        BUILD_INFO,
                        ATTRIBUTE,
                        EXTRA,
                        SIGN,
                        COMPRESS,
                        FOLDER,
                        JSON),
                false,
                "ccm create-fw-bundle -o fw.zip --name fw --platform ccm_host " + PartSpec.EXAMPLE);
    }

    @Override
    public void run(Words typed, Terminal terminal) throws UsageException, FailedException {
        Words words = withOutput(typed, terminal);
        Path output = output(words);
        List<PartSpec> specs = new ArrayList<>();
        for (String word : words.plain()) {
            specs.add(PartSpec.of(word));
        }
        Map<String, Json> attributes = pairs(ATTRIBUTE, words);
        ExtraField extra = new ExtraField(pairs(EXTRA, words));
        Bundle bundle = bundle(words, specs, terminal);
        attributes.forEach(bundle::set);
        requireHead(bundle);
        bundle.check();
        byte[] manifest = bundle.manifest();
        extra.sign(manifest, words.values(SIGN.name()));
        ZipArchive archive = new ZipArchive(words.has(COMPRESS.name()));
        archive.add("manifest.json", manifest, extra.bytes());
        for (Part part : bundle.parts()) {
            if (part.hasFile()) {
                archive.add(part.file(), part.content(), new byte[0]);
            }
        }
        byte[] bytes = archive.bytes();
        write(output, bytes);
        terminal.out()
                .println(
                        words.has(JSON.name())
                                ? bundle.document().compact()
                                : "%s: %d bytes, %d parts"
                                        .formatted(output, bytes.length, bundle.parts().size()));
    }

    private static Path output(Words words) throws UsageException {
        Optional<String> output = words.value(OUTPUT.name());
        if (output.isEmpty()) {
            throw new UsageException("no output. Type -o OUT.zip");
        }
        return Path.of(output.get());
    }

    /**
     * The documentation of the original prints {@code -o --name fw}, without a file: then the name
     * of the firmware names the bundle, too.
     */
    private Words withOutput(Words words, Terminal terminal) throws UsageException {
        String output = words.value(OUTPUT.name()).orElse("");
        if (!output.startsWith("-")) {
            return words;
        }
        List<String> line = new ArrayList<>(words.typed());
        int name = line.indexOf(FIRMWARE.name()) + 1;
        String file = name > 0 && name < line.size() ? line.get(name) + ".zip" : "";
        if (!FILE.matcher(file).matches()) {
            throw new UsageException(
                    "-o "
                            + output
                            + ": the name of the output is missing behind -o. Type -o OUT.zip");
        }
        line.add(Math.max(line.indexOf("-o"), line.indexOf(OUTPUT.name())) + 1, file);
        terminal.err().println("-o: no name behind it; writing " + file);
        return Words.parse(usage(), line);
    }

    private static Bundle bundle(Words words, List<PartSpec> specs, Terminal terminal)
            throws FailedException {
        Bundle bundle = new Bundle();
        BundleInput input = new BundleInput(bundle);
        PartFiles files = new PartFiles(Path.of(words.value(FOLDER.name()).orElse("")), terminal);
        if (words.has(INPUT.name())) {
            input.archive(Path.of(words.value(INPUT.name()).orElse("")));
        }
        if (words.has(MANIFEST.name())) {
            input.manifest(Path.of(words.value(MANIFEST.name()).orElse("")), files);
        }
        if (words.has(BUILD_INFO.name())) {
            input.build(Path.of(words.value(BUILD_INFO.name()).orElse("")));
        }
        for (Option option : List.of(FIRMWARE, PLATFORM, DESCRIPTION)) {
            words.value(option.name())
                    .ifPresent(
                            value -> bundle.set(option.name().substring(2), new Json.Text(value)));
        }
        replace(bundle, specs, files);
        return bundle;
    }

    /** Takes out and adds what the words say; a part of the input may be replaced. */
    private static void replace(Bundle bundle, List<PartSpec> specs, PartFiles files)
            throws FailedException {
        for (PartSpec spec : specs) {
            boolean was = bundle.removeInherited(spec.name());
            if (spec.removed() && !was) {
                throw new FailedException(
                        spec.name() + ":-: there is no such part in the input (-i, --manifest)");
            }
        }
        for (PartSpec spec : specs) {
            if (!spec.removed()) {
                for (Part part : files.read(spec.name(), spec.attributes())) {
                    bundle.add(part);
                }
            }
        }
    }

    private static void requireHead(Bundle bundle) throws UsageException {
        for (Option option : List.of(FIRMWARE, PLATFORM)) {
            if (!bundle.has(option.name().substring(2))) {
                throw new UsageException(
                        option.name() + ": missing. The whole line looks like the example");
            }
        }
    }

    private static Map<String, Json> pairs(Option option, Words words) throws UsageException {
        Map<String, Json> pairs = new LinkedHashMap<>();
        for (String pair : words.values(option.name())) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new UsageException(option.name() + " " + pair + ": not KEY=VALUE");
            }
            pairs.put(pair.substring(0, equals), Values.of(pair.substring(equals + 1)));
        }
        return pairs;
    }

    /** Written aside and moved: there is all of it, or what there was before. */
    private static void write(Path output, byte[] bytes) throws FailedException {
        Path folder = output.toAbsolutePath().getParent();
        try {
            Path aside = Files.createTempFile(folder, ".fw-bundle", ".new");
            try {
                Files.write(aside, bytes);
                aside.toFile().setReadable(true, false);
                Files.move(aside, output, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new FailedException(output + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
