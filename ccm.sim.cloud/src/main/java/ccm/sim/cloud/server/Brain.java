package ccm.sim.cloud.server;

import java.util.List;
import java.util.Optional;

/**
 * What makes an MQTT server a certain cloud. Called on the one thread of its server, so it needs no
 * locks; it answers at once and never waits.
 */
public interface Brain {
    /** CONNACK: welcome. */
    int ACCEPTED = 0;

    /** CONNACK: the client id is refused. */
    int BAD_CLIENT_ID = 2;

    /** CONNACK: the server is unavailable. */
    int UNAVAILABLE = 3;

    /** CONNACK: bad user name or password. */
    int BAD_LOGIN = 4;

    /** CONNACK: not authorized. */
    int NOT_AUTHORIZED = 5;

    /** Instead of a CONNACK: the connection is closed without a word. */
    int SILENCE = -1;

    /** What becomes of a message that a client published. */
    enum Verdict {
        /** It is taken, and acknowledged when the client asked for that. */
        ACCEPT,
        /** It is never acknowledged. */
        NO_ACK,
        /** It will be acknowledged by {@link Session#acknowledge}. */
        LATER,
        /** The connection is closed without an acknowledgement. */
        DROP
    }

    /**
     * Somebody wants to come in.
     *
     * @return the code of the CONNACK, which may be one that MQTT does not know; {@link #SILENCE}
     */
    int connect(ConnectInfo info);

    /**
     * Somebody is in: CONNACK is sent. Whoever had the same client id has been thrown out before.
     */
    default void connected(Session session) {}

    /** A message came. QoS 2 is done here when it is accepted; refuse it if the cloud does. */
    Verdict publish(Session session, Message message);

    /**
     * Somebody subscribes. Filters that MQTT does not allow have closed the connection before.
     *
     * @return for each filter the QoS that is granted or {@link Filter#REFUSED}; empty to close the
     *     connection
     */
    Optional<List<Integer>> subscribe(Session session, List<Filter> filters);

    /** SUBACK is sent. */
    default void subscribed(Session session, List<Filter> filters) {}

    /** A filter is given up. */
    default void unsubscribed(Session session, String filter) {}

    /** The client acknowledged what was sent to it with QoS 1. */
    default void acknowledged(Session session, Message message) {}

    /** A will is due: the client went without a word. */
    default void will(Session session, Message will) {
        publish(session, will);
    }

    /**
     * The connection is gone, whoever closed it. The session itself may be kept, and is then the
     * same object when the client comes again.
     */
    default void closed(Session session) {}

    /** What the client came in with is no longer valid, by a fault. Clouds close without a word. */
    default void expired(Session session) {
        session.close();
    }
}
