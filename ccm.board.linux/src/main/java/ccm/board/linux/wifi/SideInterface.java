package ccm.board.linux.wifi;

/** A second interface on a radio, for an access point beside the network that is joined. */
interface SideInterface {
    String NAME = ProfileSettings.OURS + "ap0";

    /** Makes it on the radio of this interface: false when kernel, driver or rights refuse. */
    boolean add(String radio);

    /** Removes it; nothing when there is none. */
    void remove();

    /** For a machine without. */
    SideInterface NONE =
            new SideInterface() {
                @Override
                public boolean add(String radio) {
                    return false;
                }

                @Override
                public void remove() {
                    // there is none
                }
            };
}
