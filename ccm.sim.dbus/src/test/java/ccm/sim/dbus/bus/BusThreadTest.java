package ccm.sim.dbus.bus;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.BusThread;
import ccm.testing.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class BusThreadTest {
    private static final String DAEMON = "org.freedesktop.DBus";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void comesAgainWhenTheBusDoes() {
        Quiet.expectErrors(); // the library has them for a broken connection
        try (PrivateBus daemon = PrivateBus.start()) {
            Waiting work = new Waiting();
            BusThread thread = work.on(daemon.address());
            eventually(() -> assertEquals(1, work.served.get()));
            daemon.kill();
            eventually(() -> assertTrue(work.ended.get() > 0));
            eventually(() -> assertTrue(work.away.get() > 0));
            daemon.restart();
            eventually(() -> assertEquals(2, work.served.get()));
            thread.close(PATIENCE);
            assertEquals(2, work.served.get());
        }
    }

    @Test
    void asksABusThatIsOfNoUseOnceASecond() {
        try (PrivateBus daemon = PrivateBus.start()) {
            List<Long> times = new CopyOnWriteArrayList<>();
            Waiting work = new Waiting();
            work.then = bus -> times.add(System.nanoTime());
            BusThread thread = work.on(daemon.address());
            eventually(() -> assertEquals(3, times.size()));
            thread.close(PATIENCE);
            for (int i = 1; i < times.size(); i++) {
                assertTrue(times.get(i) - times.get(i - 1) > TimeUnit.MILLISECONDS.toNanos(900));
            }
        }
    }

    @Test
    void saysThatThereIsNoBusAndClosesAtOnce() {
        Waiting work = new Waiting();
        BusThread thread = work.on("unix:path=/nowhere/bus");
        eventually(() -> assertEquals("no D-Bus: /nowhere/bus is not there", work.why));
        long begun = System.nanoTime();
        thread.close(PATIENCE);
        assertTrue(System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(900));
    }

    @Test
    void beginsAnewAfterWhatNobodyForesaw() {
        Quiet.expectErrors();
        try (PrivateBus daemon = PrivateBus.start()) {
            Waiting work = new Waiting();
            work.then =
                    bus -> {
                        if (work.served.get() == 1) {
                            throw new IllegalStateException("for a test");
                        }
                    };
            BusThread thread = work.on(daemon.address());
            eventually(() -> assertTrue(work.served.get() > 1));
            thread.close(PATIENCE);
        }
    }

    @Test
    void aCallHasADeadlineAndFailsWhenTheBusBreaks() throws Exception {
        Quiet.expectErrors();
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        List<String> said = new CopyOnWriteArrayList<>();
        try (PrivateBus daemon = PrivateBus.start()) {
            Waiting work = new Waiting();
            work.then =
                    bus -> {
                        bus.export("/slow", new Never(asked, end));
                        String self = self(bus);
                        said.add(failure(bus, self, Duration.ofMillis(300)));
                        said.add(failure(bus, self, Duration.ofSeconds(60)));
                    };
            BusThread thread = work.on(daemon.address());
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            daemon.kill();
            eventually(() -> assertEquals(2, said.size()));
            end.countDown();
            thread.close(PATIENCE);
        }
        assertTrue(said.get(0).endsWith("was not answered in time"), said.get(0));
        assertTrue(said.get(1).endsWith("the bus broke off"), said.get(1));
    }

    @Test
    void doesWhatIsHandedToItInOrder() {
        try (PrivateBus daemon = PrivateBus.start()) {
            Waiting work = new Waiting();
            BusThread thread = work.on(daemon.address());
            eventually(() -> assertEquals(1, work.served.get()));
            List<String> done = new CopyOnWriteArrayList<>();
            thread.post(() -> done.add("a by " + Thread.currentThread().getName()));
            thread.post(() -> done.add("b"));
            eventually(() -> assertEquals(List.of("a by ccm-test-bus", "b"), done));
            assertFalse(thread.hasNews());
            thread.close(PATIENCE);
        }
    }

    /** Our own name on the bus: that of a name that we ask for. */
    private static String self(Bus bus) throws BusException {
        String name = "ccm.test.Slow";
        bus.call(
                PATIENCE,
                DAEMON,
                "/org/freedesktop/DBus",
                DAEMON,
                "RequestName",
                "su",
                name,
                new UInt32(0));
        return bus.owner(name);
    }

    private static String failure(Bus bus, String service, Duration limit) {
        return assertThrows(
                        BusException.class,
                        () -> bus.call(limit, service, "/slow", Slow.NAME, "Ask", ""))
                .getMessage();
    }

    /** What is done with a connection. */
    private interface Step {
        void use(Bus bus) throws BusException;
    }

    /** Does its step, and else waits until the connection ends. */
    private static final class Waiting implements BusThread.Work {
        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger away = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private volatile String why = "";
        private volatile Step then;
        private BusThread thread;

        BusThread on(String address) {
            thread = new BusThread("ccm-test-bus", address, 2, this);
            thread.open();
            return thread;
        }

        @Override
        public void serve(Bus bus) throws BusException, InterruptedException {
            served.incrementAndGet();
            if (then != null) {
                then.use(bus);
                return;
            }
            while (bus.isConnected() && !thread.isClosing()) {
                thread.await(PATIENCE);
            }
        }

        @Override
        public void away(BusException cause) {
            why = cause.getMessage();
            away.incrementAndGet();
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }
    }

    /** An object on the bus. */
    @DBusInterfaceName(Slow.NAME)
    public interface Slow extends DBusInterface {
        /** The interface's name. */
        String NAME = "ccm.test.Slow";

        /** Is not answered. */
        void Ask();
    }

    /** One that does not answer. */
    public static final class Never implements Slow {
        private final CountDownLatch asked;
        private final CountDownLatch end;

        Never(CountDownLatch asked, CountDownLatch end) {
            this.asked = asked;
            this.end = end;
        }

        @Override
        public String getObjectPath() {
            return "/slow";
        }

        @Override
        public void Ask() {
            asked.countDown();
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
