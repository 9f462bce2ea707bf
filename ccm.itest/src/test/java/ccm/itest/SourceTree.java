package ccm.itest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The sources of a checkout, without what was made of them. */
record SourceTree(Path root) {
    private static final Set<String> MADE = Set.of("target", "node_modules", ".git", ".ccm");

    /** Copies all of them. */
    SourceTree copy(Path to) throws IOException {
        for (Path file : files()) {
            Path copy = to.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(root.resolve(file), copy);
        }
        return new SourceTree(to);
    }

    /** The paths that are not the same in another one, or not in both. */
    Set<String> differences(SourceTree other) throws IOException {
        Set<Path> all = files();
        all.addAll(other.files());
        Set<String> different = new TreeSet<>();
        for (Path file : all) {
            if (!same(root.resolve(file), other.root.resolve(file))) {
                different.add(file.toString());
            }
        }
        return different;
    }

    private static boolean same(Path one, Path two) throws IOException {
        return Files.exists(one)
                && Files.exists(two)
                && Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(two));
    }

    private Set<Path> files() throws IOException {
        Set<Path> files = new TreeSet<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
                        return MADE.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        files.add(root.relativize(file));
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }
}
