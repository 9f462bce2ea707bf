package ccm.http;

/** The header fields of a request. */
@FunctionalInterface
interface Headers {
    /** The value of a field, empty when it is not there. */
    String get(String name);
}
