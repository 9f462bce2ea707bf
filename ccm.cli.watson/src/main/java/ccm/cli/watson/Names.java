package ccm.cli.watson;

/** What a device is called, from the outside in. */
record Names(String organization, String type, String device) {
    static final String GUESTS = "quickstart";

    /** True for the organization in which everybody may try a device. */
    boolean guest() {
        return organization.equals(GUESTS);
    }

    /** The MQTT client id. */
    String clientId() {
        return "d:" + organization + ":" + type + ":" + device;
    }
}
