package ccm.cloud.mdash;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.parts.clock.ClockSigns;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mDash, or what is no mDash, does to us: the state it is named by, and what helps. */
@ExtendWith(Quiet.class)
class DashBadInputTest {
    private static final String WRONG = "0123456789abcdef";
    private static final int DEEP = 2_000;
    private static final int HUGE = (1 << 20) + 1;
    private static final int MOST = 10;

    @TempDir Path folder;
    private MdashEmulator cloud;

    @BeforeEach
    void start() throws IOException {
        cloud = MdashEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void ends() {
        cloud.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WRONG_TOKEN       | CREDENTIALS | check dash.token: is the device still there in mDash?
                    FORBIDDEN         | CREDENTIALS | check dash.token
                    NO_TOKEN          | SETTINGS    | dash.token: is empty. copy the token of the device
                    IN_THE_CLEAR      | SETTINGS    | ws:// would send the token in the clear
                    THROTTLED         | THROTTLED   | it asks for less
                    OTHER_PATH        | UNREACHABLE | check the path in dash.server
                    NO_MDASH          | UNREACHABLE | is dash.server an mDash, and no proxy in between?
                    UNKNOWN_HOST      | UNREACHABLE | the name cannot be resolved. check dash.server
                    NOBODY_LISTENS    | UNREACHABLE | connection refused. check the port in dash.server
                    NO_TLS            | TLS         | it hangs up on TLS. check the port in dash.server
                    SILENT            | UNREACHABLE | no answer in time
                    CLOCK_A_YEAR_OFF  | CLOCK       | its certificate is not valid yet
                    UNKNOWN_AUTHORITY | TLS         | of an authority that we do not know. check dash.ssl_ca_cert
                    """)
    void aRefusalIsNamedWithWhatHelpsAndTriedSeldom(Refusal refusal, Fault fault, String says)
            throws Exception {
        long begun = System.nanoTime();
        try (DashSite site = refusal.of(this)) {
            CloudState told = site.awaitFault(fault, says);
            assertFalse(told.reason().contains(WRONG), "tells no token");
            eventually(() -> assertTrue(site.tries() >= 2));
            long waits = (System.nanoTime() - begun) / Duration.ofMillis(40).toNanos();
            long most = fault == Fault.CREDENTIALS ? 2 : 2 + waits;
            assertTrue(site.tries() <= most, site.states()::toString);
            assertTrue(site.dash().state().attempts() >= 2);
        }
    }

    /** Renewed it has to be, unless our clock is ahead: nobody but a person knows. */
    @Test
    void namesBothRemediesForACertificateOfYesterday() throws Exception {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        Authority authority = Authority.in(folder, "emulated mDash");
        cloud.close();
        cloud =
                MdashEmulator.start(
                        EmulatorOptions.in(folder),
                        plan ->
                                plan.certificate(
                                        authority.server(
                                                List.of("localhost"),
                                                yesterday.minus(Duration.ofDays(2)),
                                                yesterday)));
        boolean unset = new ClockSigns().unsynchronized();
        try (DashSite site = site()) {
            String why =
                    site.awaitFault(unset ? Fault.CLOCK : Fault.TLS, "its certificate has expired")
                            .reason();
            assertTrue(why.contains(" to " + yesterday + ")"), why);
            assertTrue(why.contains("the clock of this gateway says "), why);
            assertTrue(why.contains("the server's certificate has to be renewed"), why);
            assertTrue(why.contains(unset ? "set the clock" : "if the clock is ahead, set"), why);
        }
    }

    /** What keeps us from being connected. */
    private enum Refusal {
        WRONG_TOKEN {
            @Override
            DashSite of(DashBadInputTest test) {
                return test.site(test.cloud.address(), WRONG);
            }
        },
        FORBIDDEN {
            @Override
            DashSite of(DashBadInputTest test) {
                test.cloud.server().faults().add("refuse=403");
                return test.site();
            }
        },
        NO_TOKEN {
            @Override
            DashSite of(DashBadInputTest test) {
                return test.site(test.cloud.address(), "");
            }
        },
        IN_THE_CLEAR {
            @Override
            DashSite of(DashBadInputTest test) {
                return test.site("ws://mdash.net/api/v2/rpc", WRONG);
            }
        },
        THROTTLED {
            @Override
            DashSite of(DashBadInputTest test) {
                test.cloud.server().faults().add("refuse=429");
                return test.site();
            }
        },
        OTHER_PATH {
            @Override
            DashSite of(DashBadInputTest test) {
                return test.site(test.cloud.address() + "/other", WRONG);
            }
        },
        NO_MDASH {
            @Override
            DashSite of(DashBadInputTest test) {
                test.cloud.server().faults().add("refuse=502");
                return test.site();
            }
        },
        UNKNOWN_HOST {
            @Override
            DashSite of(DashBadInputTest test) {
                return test.site("wss://nobody.invalid/", WRONG);
            }
        },
        NOBODY_LISTENS {
            @Override
            DashSite of(DashBadInputTest test) throws IOException {
                try (ServerSocket closed = new ServerSocket(0)) {
                    return test.site("wss://localhost:" + closed.getLocalPort(), WRONG);
                }
            }
        },
        NO_TLS {
            @Override
            DashSite of(DashBadInputTest test) {
                int plain = test.cloud.server().port("control");
                return test.site("wss://localhost:" + plain, WRONG);
            }
        },
        SILENT {
            @Override
            DashSite of(DashBadInputTest test) {
                test.cloud.server().faults().add("halfopen@connect");
                return test.site();
            }
        },
        CLOCK_A_YEAR_OFF {
            @Override
            DashSite of(DashBadInputTest test) throws IOException {
                Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(365));
                Authority authority = Authority.in(test.folder, "emulated mDash");
                test.cloud.close();
                test.cloud =
                        MdashEmulator.start(
                                EmulatorOptions.in(test.folder),
                                plan -> plan.certificate(authority.server(late, "localhost")));
                return test.site();
            }
        },
        UNKNOWN_AUTHORITY {
            @Override
            DashSite of(DashBadInputTest test) {
                return new DashSite(test.cloud.address(), WRONG, "", test.folder);
            }
        };

        abstract DashSite of(DashBadInputTest test) throws IOException;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HALF_OPEN | LOST      | no answer to a ping within 1 s. check the network
                    GARBAGE   | LOST      | 10 wrong frames in a row, the last one of 7 bytes that are no JSON object
                    NO_UTF8   | LOST      | bytes that are no UTF-8. is dash.server an mDash
                    DEEP      | LOST      | or nested too deeply. is dash.server an mDash
                    HUGE      | LOST      | ask for less at a time
                    GOING     | LOST      | the server closed the connection (1001). see its log
                    POLICY    | POLICY    | the server closed the connection (1008) for what we sent
                    LATER     | THROTTLED | the server closed the connection (1013) and asks for less
                    HANG_UP   | LOST      | the server closed the connection. see its log
                    """)
    void anEndIsNamedAndConnectedAnew(End end, Fault fault, String says) throws Exception {
        try (DashSite site = site().ready()) {
            end.happens(cloud);
            site.awaitFault(fault, says);
            cloud.server().faults().clear();
            eventually(() -> site.publish("t", "again"));
        }
    }

    /** How a connection ends. */
    private enum End {
        HALF_OPEN {
            @Override
            void happens(MdashEmulator cloud) {
                cloud.server().faults().add("halfopen@ping,times=1");
            }
        },
        GARBAGE {
            @Override
            void happens(MdashEmulator cloud) {
                many(cloud, "garbage".getBytes(UTF_8));
            }
        },
        NO_UTF8 {
            @Override
            void happens(MdashEmulator cloud) {
                many(cloud, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
            }
        },
        DEEP {
            @Override
            void happens(MdashEmulator cloud) {
                many(cloud, ("{\"a\":".repeat(DashBadInputTest.DEEP)).getBytes(UTF_8));
            }
        },
        HUGE {
            @Override
            void happens(MdashEmulator cloud) {
                cloud.say(new byte[DashBadInputTest.HUGE]);
            }
        },
        GOING {
            @Override
            void happens(MdashEmulator cloud) {
                cloud.hangUp(1001, "going away");
            }
        },
        POLICY {
            @Override
            void happens(MdashEmulator cloud) {
                cloud.hangUp(1008, "no");
            }
        },
        LATER {
            @Override
            void happens(MdashEmulator cloud) {
                cloud.hangUp(1013, "later");
            }
        },
        HANG_UP {
            @Override
            void happens(MdashEmulator cloud) {
                cloud.server().faults().add("drop");
            }
        };

        abstract void happens(MdashEmulator cloud);

        private static void many(MdashEmulator cloud, byte[] text) {
            for (int i = 0; i < MOST; i++) {
                cloud.say(text);
            }
        }
    }

    @Test
    void someGarbageIsForgiven() throws Exception {
        try (DashSite site = site().ready()) {
            for (String each : new String[] {"garbage", "[1]", "{\"id\":{}}", "{\"method\":5}"}) {
                cloud.say(each.getBytes(UTF_8));
            }
            cloud.say("{\"id\":[1],\"method\":\"Shadow.Delta\",\"params\":5}".getBytes(UTF_8));
            site.publish("t", "x");
            assertEquals(1, site.tries());
        }
    }

    @Test
    void twoWithOneTokenAreToldApartFromABrokenLine() {
        try (DashSite one = site();
                DashSite other = site()) {
            one.awaitFault(Fault.DUPLICATE, "give each one a token of its own");
            other.awaitFault(Fault.DUPLICATE, "another device has the same token");
        }
    }

    @Test
    void aMessageThatTheServerHangsUpOnIsGivenUpAndTheRestFlows() throws Exception {
        cloud.largest(2_000);
        try (DashSite site = site().ready()) {
            eventually(() -> assertTrue(refused(site, "x".repeat(3_000)).permanent()));
            eventually(() -> site.publish("t", "small"));
            assertEquals("small", cloud.published().get(0).path("message").asText());
            site.awaitFault(Fault.POLICY, "that one is set aside");
        }
    }

    private static CloudException refused(DashSite site, String text) {
        ExecutionException problem =
                assertThrows(ExecutionException.class, () -> site.publish("t", text));
        return (CloudException) problem.getCause();
    }

    private DashSite site() {
        return site(cloud.address(), cloud.token());
    }

    private DashSite site(String server, String token) {
        return new DashSite(server, token, "ca.pem", folder);
    }
}
