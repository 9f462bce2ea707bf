package ccm.outbox;

import java.io.IOException;

/** Another process, or another store of this one, works in the folder. */
final class FolderHeldException extends IOException {
    private static final long serialVersionUID = 1;

    FolderHeldException(String message) {
        super(message);
    }
}
