package ccm.itest;

/** All that can go wrong with mDash. */
public class MdashFaultsIT extends CloudFaults {
    public MdashFaultsIT() {
        super("mdash");
    }
}
