package ccm.provision.ap;

import java.io.IOException;

/** The server in the gateway's own network. */
interface Door {
    /** Listens, and returns the page's URL. */
    String open() throws IOException;

    /** Takes nothing new, lets what is being answered end for a moment, then ends all of it. */
    void close();
}
