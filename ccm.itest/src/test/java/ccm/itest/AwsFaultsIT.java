package ccm.itest;

/** All that can go wrong with AWS IoT Core. */
public class AwsFaultsIT extends CloudFaults {
    public AwsFaultsIT() {
        super("aws");
    }
}
