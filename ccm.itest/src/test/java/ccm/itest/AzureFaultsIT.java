package ccm.itest;

/** All that can go wrong with an Azure IoT hub. */
public class AzureFaultsIT extends CloudFaults {
    public AzureFaultsIT() {
        super("azure");
    }
}
