package ccm.core.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Where the access list comes from: the setting itself, or a file that one of two names. */
final class AclSource {
    private final boolean empty;
    private final Acl fixed; // null when it comes from a file, or is unusable
    private final IOException reason; // null when it is usable as far as the settings go
    private final WatchedFile<Acl> file; // null when there is none

    /**
     * Makes one.
     *
     * @param acl the setting {@code rpc.acl}
     * @param aclFile the setting {@code rpc.acl_file}
     * @param files where files are that settings name
     */
    AclSource(String acl, String aclFile, Path files, LongSupplier clock) {
        String text = acl.strip();
        String name = text.startsWith("@") ? text.substring(1).strip() : aclFile.strip();
        boolean both = !text.isEmpty() && !aclFile.isBlank();
        Acl read = null;
        IOException wrong = both ? new IOException("rpc.acl and rpc.acl_file are both set") : null;
        if (wrong == null && name.isEmpty() && !text.isEmpty()) {
            try {
                read = Acl.parse(text);
            } catch (IOException e) {
                wrong = new IOException("rpc.acl: " + e.getMessage(), e);
            }
        }
        this.empty = text.isEmpty() && aclFile.isBlank();
        this.fixed = read;
        this.reason = wrong;
        this.file =
                wrong != null || name.isEmpty()
                        ? null
                        : new WatchedFile<>(
                                files.resolve(name),
                                Optional.empty(),
                                content -> Acl.parse(new String(content, StandardCharsets.UTF_8)),
                                clock);
    }

    /** True when there is no list: then the caller's zone decides. */
    boolean isEmpty() {
        return empty;
    }

    /**
     * The list as it is now.
     *
     * @throws IOException it cannot be used
     */
    Acl get() throws IOException {
        if (reason != null) {
            throw reason;
        }
        return file == null ? fixed : file.get();
    }
}
