package ccm.files;

import ccm.api.rpc.RpcException;

/**
 * The name of a file in the one flat folder: printable ASCII, no path of any kind, not hidden.
 *
 * @param text at most {@value #LONGEST} characters
 */
record FileName(String text) {
    private static final int LONGEST = 63;
    private static final int SHOWN = 80;

    /**
     * Takes what a caller gave.
     *
     * @param member of the params, for the error
     */
    static FileName of(String method, String member, String text) throws RpcException {
        if (text.isEmpty()) {
            throw new Refusal(method).badRequest(member + " is required");
        }
        if (!isGood(text)) {
            throw RpcException.invalidParams(
                    method
                            + ": "
                            + shown(text)
                            + " is no file name. Take 1 to "
                            + LONGEST
                            + " letters, digits and signs without a path; the first one not a dot");
        }
        return new FileName(text);
    }

    /** True for what may be the name of a file here. */
    static boolean isGood(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.charAt(0) != '.'
                && !text.contains("..")
                && text.chars().allMatch(FileName::isPlain);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c <= '~' && c != '/' && c != '\\';
    }

    private static String shown(String text) {
        String visible = text.replaceAll("[^ -~]", "?");
        return '"'
                + (visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN) + "…")
                + '"';
    }
}
