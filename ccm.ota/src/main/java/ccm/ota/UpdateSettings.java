package ccm.ota;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The settings {@code update.*}: names and defaults of the original, and one of ours at the end.
 */
@ObjectClassDefinition(
        name = "CCM updates",
        description = "How bundles with firmware are taken, fetched, checked and committed.")
@interface UpdateSettings {
    @AttributeDefinition(
            name = "Timeout",
            description = "Seconds without a byte after which a bundle that comes in is given up.",
            min = "1",
            max = "86400")
    int timeout() default 600;

    @AttributeDefinition(
            name = "Commit timeout",
            description =
                    "Seconds within which new firmware has to answer or be committed before the old"
                            + " one is put back; 0 takes host.ota.confirm_s.",
            min = "0",
            max = "86400")
    int commit__timeout() default 0;

    @AttributeDefinition(
            name = "Address",
            description =
                    "http or https address of the bundle that is fetched when nothing else is"
                            + " named.")
    String url() default "";

    @AttributeDefinition(
            name = "Interval",
            description =
                    "Seconds after which the address is looked at again for something new; 0 for"
                            + " never.",
            min = "0",
            max = "31536000")
    int interval() default 0;

    @AttributeDefinition(
            name = "Extra headers",
            description = "More headers of the request, one a line.")
    String extra__http__headers() default "";

    @AttributeDefinition(
            name = "Authorities",
            description =
                    "File with the certificates that servers are checked with. While there is no"
                            + " ca.pem, that name means the usual authorities.")
    String ssl__ca__file() default SettingsReader.USUAL_AUTHORITIES;

    @AttributeDefinition(
            name = "Own certificate",
            description = "File with our certificate and its key, for servers that want one.")
    String ssl__client__cert__file() default "";

    @AttributeDefinition(
            name = "Server name",
            description = "Name that the server has to prove; empty for that in the address.")
    String ssl__server__name() default "";

    @AttributeDefinition(
            name = "Take posts",
            description = "Take bundles that are posted to /update.")
    boolean enable__post() default true;

    @AttributeDefinition(
            name = "Key 0",
            description = "Public key that signature 0 is checked with.")
    String key0() default "";

    @AttributeDefinition(
            name = "Key 1",
            description = "Public key that signature 1 is checked with.")
    String key1() default "";

    @AttributeDefinition(
            name = "Key 2",
            description = "Public key that signature 2 is checked with.")
    String key2() default "";

    @AttributeDefinition(
            name = "Key 3",
            description = "Public key that signature 3 is checked with.")
    String key3() default "";

    @AttributeDefinition(
            name = "Key 4",
            description = "Public key that signature 4 is checked with.")
    String key4() default "";

    @AttributeDefinition(
            name = "Key 5",
            description = "Public key that signature 5 is checked with.")
    String key5() default "";

    @AttributeDefinition(
            name = "Key 6",
            description = "Public key that signature 6 is checked with.")
    String key6() default "";

    @AttributeDefinition(
            name = "Key 7",
            description = "Public key that signature 7 is checked with.")
    String key7() default "";

    @AttributeDefinition(
            name = "Required signatures",
            description = "Bit n is set when signature n is required; -1: one for each key.",
            min = "-1",
            max = "255")
    int sig__req__mask() default -1;

    @AttributeDefinition(
            name = "Older versions",
            description = "Take a bundle whose version is older than what the host runs.")
    boolean allow__downgrade() default false;
}
