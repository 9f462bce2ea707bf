package ccm.provision;

import java.util.Map;

/** Where the values of a section of the settings are found. */
@FunctionalInterface
interface Sections {
    /** Values by attribute, secrets in clear under a name with a dot; empty for none. */
    Map<String, Object> of(String pid);
}
