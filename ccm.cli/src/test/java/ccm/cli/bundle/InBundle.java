package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** What a bundle holds, as the Java runtime reads it in both of its ways. */
record InBundle(Map<String, byte[]> files, byte[] localExtra, byte[] centralExtra) {
    static InBundle of(Path file) throws IOException {
        Map<String, byte[]> streamed = new LinkedHashMap<>();
        byte[] local = {};
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            ZipEntry entry = in.getNextEntry();
            while (entry != null) {
                local = entry.getExtra() == null ? local : entry.getExtra();
                streamed.put(entry.getName(), in.readAllBytes());
                entry = in.getNextEntry();
            }
        }
        byte[] central = {};
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                central = entry.getExtra() == null ? central : entry.getExtra();
                try (InputStream in = zip.getInputStream(entry)) {
                    if (!Arrays.equals(in.readAllBytes(), streamed.get(entry.getName()))) {
                        throw new AssertionError(entry.getName() + ": read in two ways");
                    }
                }
            }
        }
        return new InBundle(streamed, local, central);
    }

    List<String> names() {
        return new ArrayList<>(files.keySet());
    }

    String manifest() {
        return new String(files.get("manifest.json"), UTF_8);
    }

    Json part(String name) throws IOException {
        return Json.read(manifest()).at("parts").orElseThrow().at(name).orElseThrow();
    }

    Json extra() throws IOException {
        return Json.read(new String(localExtra, 4, localExtra.length - 4, UTF_8));
    }
}
