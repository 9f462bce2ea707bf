package ccm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
    @TempDir Path folder;

    @Test
    void keepsWhatTheSameBuildLeft() throws Exception {
        assertFalse(leave("a"));
        assertTrue(leave("a"));
    }

    @Test
    void forgetsWhatAnotherBuildLeft() throws Exception {
        leave("a");
        assertFalse(leave("b"));
        assertTrue(leave("b"));
    }

    @Test
    void tellsBuildsApartByTheirJars() throws Exception {
        Path sku = Sku.make(folder.resolve("sku"));
        String before = SkuFolder.open(sku).buildId();
        assertEquals(before, SkuFolder.open(sku).buildId());
        Files.setLastModifiedTime(sku.resolve("fixture.jar"), FileTime.fromMillis(0));
        assertNotEquals(before, SkuFolder.open(sku).buildId());
    }

    @Test
    void refusesAFolderWithoutJars() throws IOException {
        LaunchException refused = assertThrows(LaunchException.class, () -> SkuFolder.open(folder));
        assertEquals(folder + ": holds no jars. Build it with: ./ccm build", refused.getMessage());
    }

    /** Opens the cache as a build would and leaves a file; true when one was there already. */
    private boolean leave(String buildId) throws Exception {
        try (DataFolder data = DataFolder.open(folder.resolve("data"));
                BundleCache cache = BundleCache.of(data, buildId)) {
            Path file = cache.folder().resolve("file");
            boolean there = Files.exists(file);
            assertEquals(there, cache.reused());
            Files.writeString(file, "x");
            return there;
        }
    }
}
