package ccm.cli.gcp;

/** What a device is called, from the outside in. */
record Names(String project, String region, String registry, String device) {
    /** The registry. */
    String parent() {
        return "projects/" + project + "/locations/" + region + "/registries/" + registry;
    }

    /** The device. */
    String path() {
        return parent() + "/devices/" + device;
    }
}
