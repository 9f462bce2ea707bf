package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareSegment;
import ccm.parts.firmware.ImageException;
import ccm.parts.firmware.Images;
import ccm.parts.firmware.MemoryImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a bundle by the rules: the archive, the manifest, its signatures, the parts. */
final class BundleReader {
    private static final String MANIFEST = "manifest.json";

    private final BundleRules rules;
    private final Signatures signatures;

    BundleReader(BundleRules rules) {
        this.rules = rules;
        this.signatures = new Signatures(rules);
    }

    /** The bytes of the file, which are the only copy: what is checked is what is used. */
    byte[] load(Path file) throws FirmwareException {
        long most = rules.limits().file();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = Files.size(file) > most ? new byte[0] : in.readNBytes((int) most);
            if (in.read() < 0) {
                return bytes;
            }
        } catch (IOException e) {
            throw new FirmwareException(
                    Reason.INTERNAL, file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        throw new FirmwareException(
                Reason.BAD_BUNDLE,
                "the bundle has more than %d bytes, which no host has room for. Leave out what is not for it"
                        .formatted(most));
    }

    Bundle read(byte[] file) throws FirmwareException {
        Optional<MemoryImage> image = image(file);
        if (image.isPresent()) {
            signatures.refuseUnsigned();
            return bundle(
                    file, Manifest.NONE, Map.of(rules.type(), PartData.segments(image.get())));
        }
        Archive archive = new Archive(file, rules.limits());
        ManifestReader reader = manifest(archive);
        Manifest manifest = reader.manifest();
        requirePlatform(manifest.platform());
        PartData data = new PartData(archive, rules.limits().unpacked(), signatures.required());
        Map<String, List<FirmwareSegment>> segments = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Part> parts = reader.parts();
        for (Part part : parts) {
            String type = part.type().isEmpty() ? rules.type() : part.type();
            segments.computeIfAbsent(type, key -> new ArrayList<>()).addAll(data.segments(part));
        }
        requireSound(archive, parts);
        return bundle(file, manifest, segments);
    }

    /**
     * An image that says by itself where its bytes belong; anything else is a bundle, or nothing.
     */
    private static Optional<MemoryImage> image(byte[] file) throws FirmwareException {
        try {
            return Images.read("", file, false);
        } catch (ImageException e) {
            throw Refusal.of(
                    Refusal.NO_ARCHIVE,
                    "it is an image, and " + Refusal.ended(e) + " Build it again",
                    e);
        }
    }

    private ManifestReader manifest(Archive archive) throws FirmwareException {
        List<ArchiveEntry> entries = archive.entries();
        if (archive.entry(MANIFEST).isEmpty()) {
            throw Refusal.of(Refusal.NO_MANIFEST, "there is none in the archive" + Archive.ANEW);
        }
        ArchiveEntry first = entries.get(0);
        if (!first.name().equals(MANIFEST)) {
            throw Refusal.of(
                    Refusal.NO_MANIFEST,
                    "manifest.json is not the first file of the archive, but "
                            + first.name()
                            + Archive.ANEW);
        }
        if (first.size() > ManifestJson.LARGEST) {
            throw Refusal.of(
                    Refusal.NO_MANIFEST,
                    "it has more than " + ManifestJson.LARGEST + " bytes" + Archive.ANEW);
        }
        byte[] text = archive.content(first);
        signatures.check(archive, first, text);
        return new ManifestReader(text);
    }

    private void requirePlatform(String platform) throws FirmwareException {
        String wanted = rules.platform();
        if (!platform.regionMatches(true, 0, wanted, 0, wanted.length())) {
            throw Refusal.of(
                    Refusal.OTHER_PLATFORM,
                    "\"%s\"; this host takes %s. Pack it with --platform %s"
                            .formatted(platform, wanted, wanted));
        }
    }

    /** Files that no part has are of no use, and yet damage in them is damage of the bundle. */
    private static void requireSound(Archive archive, List<Part> parts) throws FirmwareException {
        for (ArchiveEntry entry : archive.entries()) {
            Optional<String> name = Optional.of(entry.name());
            if (!entry.name().equals(MANIFEST)
                    && parts.stream().noneMatch(part -> part.file().equals(name))) {
                archive.content(entry);
            }
        }
    }

    private static Bundle bundle(
            byte[] file, Manifest manifest, Map<String, List<FirmwareSegment>> segments)
            throws FirmwareException {
        requireWork(segments.values());
        Map<String, FirmwareImage> images = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        try {
            segments.forEach((type, parts) -> images.put(type, new FirmwareImage(parts)));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Refusal.DAMAGED, e.getMessage() + ". Pack it with other addresses", e);
        }
        images.values().removeIf(FirmwareImage::isEmpty);
        return new Bundle(
                manifest, PartData.sum("SHA-256", file), Collections.unmodifiableMap(images));
    }

    private static void requireWork(Collection<List<FirmwareSegment>> segments)
            throws FirmwareException {
        for (List<FirmwareSegment> parts : segments) {
            if (parts.stream().anyMatch(segment -> segment.data().length > 0)) {
                return;
            }
        }
        throw Refusal.of(
                Refusal.MISSING,
                "src: there is nothing to write in it. Pack it with host_fw:src=FILE,addr=0x8000000");
    }
}
