package ccm.sim.host;

/** The generations of the mjson library that hosts in the field run, by what they differ in. */
public enum Generation {
    /** November 2018 to February 2019: says nothing where it has no result. */
    A("RPC.List", "Sys.Info"),
    /** February to April 2019. */
    B("RPC.List", "Sys.GetInfo"),
    /** April 2019 to March 2020: no information method. */
    C("RPC.List", ""),
    /** April to December 2020: method names may be patterns. */
    D("RPC.List", ""),
    /** Since January 2021: no buffer of its own, takes frames of any length, forgives a cut one. */
    E("rpc.list", "");

    private final String listMethod;
    private final String infoMethod;

    Generation(String listMethod, String infoMethod) {
        this.listMethod = listMethod;
        this.infoMethod = infoMethod;
    }

    /** The method that lists what the host exports. */
    public String listMethod() {
        return listMethod;
    }

    /** The method that says what runs on the host; empty when it has none. */
    public String infoMethod() {
        return infoMethod;
    }

    /** True when the library collects bytes itself, in 256 bytes. */
    boolean smallBuffer() {
        return this != E;
    }

    /** True when a method that returns nothing is answered with the id alone. */
    boolean omitsNothing() {
        return this == A;
    }

    /** True when {@code /} is sent as {@code \/}: until October 2019. */
    boolean escapesSlash() {
        return compareTo(C) <= 0;
    }

    /** True when a name of 50 characters is too long for the library's buffer. */
    boolean shortNames() {
        return compareTo(C) <= 0;
    }

    /** True when an exported name is a pattern. */
    boolean globs() {
        return compareTo(D) >= 0;
    }

    /** True when a frame with an error is taken as an answer, not as garbage. */
    boolean takesErrors() {
        return this == E;
    }

    /** True when members before a defect count. */
    boolean forgivesCutFrames() {
        return this == E;
    }

    /**
     * True when the escape of four hex digits is understood for one byte, and {@code \/} is not.
     */
    boolean hexEscapes() {
        return compareTo(D) >= 0;
    }
}
