package ccm.http;

import ccm.api.rpc.RpcPeer;

/**
 * Who sends a request, as far as its connection and its header fields tell.
 *
 * @param peer not logged in yet
 * @param page what kind of web page has sent it, if one has
 * @param origin that page's origin; empty when none was named
 */
record Caller(RpcPeer peer, Page page, String origin) {
    /** The web page behind a request. */
    enum Page {
        /** None, or one of this gateway itself. */
        OURS,
        /** One of an origin that {@code http.cors_origins} names. */
        ALLOWED,
        /** One that everybody's being allowed lets in: what its browser adds counts for nothing. */
        ANYBODY,
        /** Another site's. */
        FOREIGN
    }

    /** True when a login that came in a header field may be the caller's own doing. */
    boolean mayLogIn() {
        return page == Page.OURS || page == Page.ALLOWED;
    }
}
