package ccm.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.config.Restarts;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class SysRebootTest {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Restarts restarts = new Restarts(stopped::countDown);
    private final SysReboot reboot = new SysReboot(restarts.restart());

    @AfterEach
    void close() {
        restarts.close();
    }

    @Test
    void restartsAfterTheUsualWhile() throws Exception {
        assertTrue(call("{}").isEmpty());
        assertTrue(restarts.restart().millisLeft() <= 100);
        assertTrue(stopped.await(10, TimeUnit.SECONDS));
    }

    @Test
    void canBeTakenBack() throws Exception {
        call("{'delay_ms':60000}");
        long left = restarts.restart().millisLeft();
        assertTrue(left > 50_000 && left <= 60_000, left + " ms");
        call("{'abort':true}");
        assertEquals(Long.MAX_VALUE, restarts.restart().millisLeft());
        assertFalse(stopped.await(0, TimeUnit.SECONDS));
    }

    @Test
    void refusesANegativeDelay() {
        assertThrows(RpcException.class, () -> call("{'delay_ms':-1}"));
    }

    private com.fasterxml.jackson.databind.JsonNode call(String params) throws Exception {
        return reboot.call(
                new RpcCall(
                        "Sys.Reboot",
                        new ObjectMapper().readTree(params.replace('\'', '"')),
                        RpcPeer.local("test"),
                        false));
    }
}
