package ccm.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a document shows whole: each a line with its path, and a block of code. */
record Template(Map<String, String> files) {
    private static final Pattern FILE =
            Pattern.compile(
                    "^`([^`\n]+)`\n\n```[a-z]*\n(.*?\n)```$", Pattern.MULTILINE | Pattern.DOTALL);

    static Template of(Path document) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        Matcher found = FILE.matcher(Files.readString(document));
        while (found.find()) {
            files.put(found.group(1), found.group(2));
        }
        return new Template(files);
    }

    /** Writes them below a folder. */
    void write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
