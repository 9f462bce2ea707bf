package ccm.launcher;

import ccm.api.link.FrameListener;
import ccm.api.rpc.Rpc;
import ccm.launcher.fixture.Served;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes a product of one bundle, {@link Served}. */
final class Sku {
    private Sku() {}

    static Path make(Path folder) throws IOException {
        Files.createDirectories(folder);
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "fixture");
        headers.putValue("Bundle-Activator", Served.class.getName());
        headers.putValue("Import-Package", "org.osgi.framework");
        try (OutputStream file = Files.newOutputStream(folder.resolve("fixture.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            add(jar, Served.class);
            add(jar, Rpc.class);
            add(jar, FrameListener.class);
        }
        return folder;
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
            code.transferTo(jar);
        }
    }
}
