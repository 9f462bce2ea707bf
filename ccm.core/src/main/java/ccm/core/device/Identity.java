package ccm.core.device;

import ccm.api.device.Device;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings {@code device.*}, with the placeholders of the name filled in. */
@Component(
        service = {Device.class, Identity.class},
        configurationPid = "ccm.device",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Identity.Config.class)
public final class Identity implements Device {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final Pattern PLACEHOLDERS = Pattern.compile("\\?+");
    private static final String UNNAMED = "ccm";

    /** Names and defaults of Mongoose OS. */
    @ObjectClassDefinition(
            name = "CCM device",
            description = "The identity that clouds and people know this gateway by.")
    public @interface Config {
        @AttributeDefinition(
                name = "Id",
                description =
                        "The device's name. An even run of ? becomes the last digits of the"
                                + " network address.")
        String id() default "ccm_??????";

        @AttributeDefinition(name = "License", description = "The device's license, if it has one.")
        String license() default "";

        @AttributeDefinition(
                name = "Network address",
                description =
                        "12 hex digits to use in place of the first network interface's own."
                                + " Empty to use that.")
        String mac() default "";

        @AttributeDefinition(
                name = "Public key",
                description = "The device's public key, told by Sys.GetInfo.")
        String public__key() default "";

        @AttributeDefinition(name = "Serial number", description = "The device's serial number.")
        String sn() default "";
    }

    private final Config config;
    private final String mac;
    private final String id;
    private final String version;

    @Activate
    public Identity(BundleContext context, Config config) {
        this(config, version(context), new HardwareAddress());
    }

    Identity(Config config, String version, HardwareAddress address) {
        this.config = config;
        this.version = version;
        this.mac = configured(config.mac()).orElseGet(address::read);
        String expanded = expand(config.id().strip());
        this.id = expanded.isEmpty() ? UNNAMED : expanded;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String mac() {
        return mac;
    }

    @Override
    public String arch() {
        return System.getProperty("os.arch", "unknown");
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String expand(String text) {
        return PLACEHOLDERS
                .matcher(text)
                .replaceAll(run -> Matcher.quoteReplacement(fill(run.group())));
    }

    /** Empty when there is none. */
    String publicKey() {
        return config.public__key();
    }

    private String fill(String run) {
        int count = run.length();
        return count % 2 == 0 && count <= mac.length() ? mac.substring(mac.length() - count) : run;
    }

    private static Optional<String> configured(String setting) {
        Optional<String> digits = HardwareAddress.digits(setting);
        if (digits.isEmpty() && !setting.isBlank()) {
            LOG.warn(
                    "device.mac: {} is no network address, the interface's own is used. Give 12 hex"
                            + " digits.",
                    setting);
        }
        return digits;
    }

    private static String version(BundleContext context) {
        String product = context.getProperty("ccm.version");
        if (product != null && !product.isBlank()) {
            return product;
        }
        Version own = context.getBundle().getVersion();
        return own.getMajor() + "." + own.getMinor() + "." + own.getMicro();
    }
}
