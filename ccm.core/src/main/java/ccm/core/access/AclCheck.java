package ccm.core.access;

import ccm.api.config.ConfigCheck;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Looks at a list of access rules before it is saved: a bad one would stop everybody. */
@Component(property = ConfigCheck.SECTION + "=rpc")
public final class AclCheck implements ConfigCheck {
    private final Path files;

    @Activate
    public AclCheck(BundleContext context) {
        this(Folders.of(context).files());
    }

    AclCheck(Path files) {
        this.files = files;
    }

    @Override
    public List<String> check(ObjectNode section) {
        String acl = section.path("acl").asText();
        return problem(files, acl, section.path("acl_file").asText()).stream().toList();
    }

    /**
     * What is wrong with a list that is put in force without being saved; empty when nothing is.
     *
     * @param acl the setting {@code rpc.acl}
     * @param aclFile the setting {@code rpc.acl_file}
     */
    public static Optional<String> problem(BundleContext context, String acl, String aclFile) {
        return problem(Folders.of(context).files(), acl, aclFile);
    }

    private static Optional<String> problem(Path files, String acl, String aclFile) {
        try {
            new AclSource(acl, aclFile, files, System::nanoTime).get();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }
}
