package ccm.itest;

/** All that can go wrong with the IoT Core of ClearBlade. */
public class GcpFaultsIT extends CloudFaults {
    public GcpFaultsIT() {
        super("gcp");
    }
}
