package ccm.itest;

import ccm.itest.CloudTarget.Place;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.FaultRule;
import java.io.IOException;
import java.util.List;

/** How a gateway without an identity gets one from a cloud. */
interface Newcomers {
    /** The cloud where it asks. */
    CloudServer server();

    /** The steps of that. */
    List<Place> places();

    /** A fault at one of the steps, for this newcomer alone where that can be told. */
    FaultRule only(String name, FaultRule rule);

    /** The gateway forgets who it is and asks as somebody new. */
    void arrive(CloudSite site, String name) throws Exception;

    /** True when the cloud has made this one its own. */
    boolean knows(String name);

    /** The cloud asks newcomers for less, so many times. */
    void askForLess(int times);

    /**
     * What newcomers come with has expired, or is good again.
     *
     * @param number of the run; there may be more than one way
     */
    void expire(boolean expired, long number) throws IOException;
}
