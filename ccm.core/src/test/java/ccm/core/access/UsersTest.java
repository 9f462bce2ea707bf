package ccm.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.rpc.RpcSettings;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class UsersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir File data;
    private TestAccess access;
    private UserChanges changes;

    @AfterEach
    void close() throws InterruptedException {
        changes.close();
    }

    @Test
    void keepsDigestsInAFileOfTheOwner() throws Exception {
        open();
        assertFalse(access.access().hasUsers());
        set("joe", "secret");
        set("admin", "other");
        Path file = data.toPath().resolve("config/users");
        assertEquals(
                "joe:RPC:383f8f437341da71584b0c550bbf2782\njoe:RPC:"
                        + Digests.SHA256.ha1("joe", "RPC", "secret")
                        + "\nadmin:RPC:"
                        + Digests.MD5.ha1("admin", "RPC", "other")
                        + "\nadmin:RPC:"
                        + Digests.SHA256.ha1("admin", "RPC", "other")
                        + "\n",
                Files.readString(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("[\"admin\",\"joe\"]", list());
        assertTrue(access.access().hasUsers());
    }

    @Test
    void aNewPasswordTakesThePlaceOfTheOld() throws Exception {
        open();
        set("joe", "old");
        set("joe", "new");
        assertEquals(
                Digests.MD5.ha1("joe", "RPC", "new"),
                access.users().all().ha1("joe", Digests.MD5).orElseThrow());
        assertEquals("[\"joe\"]", list());
    }

    @Test
    void aRemovedUserIsGone() throws Exception {
        open();
        set("joe", "secret");
        call(new UsersRemove(changes), "Users.Remove", "{\"user\":\"joe\"}");
        assertEquals("[]", list());
        assertFalse(access.access().hasUsers());
        RpcException refused =
                refusal(new UsersRemove(changes), "Users.Remove", "{\"user\":\"joe\"}");
        assertEquals(
                "Users.Remove: user is \"joe\", must be one that is defined", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"joe\"}",
                "{\"user\":\"joe\",\"password\":8675309}",
                "{\"user\":\"joe\",\"password\":\"\"}",
                "{\"user\":\"joe\",\"password\":\"8675309\\n\"}",
                "{\"user\":\"\",\"password\":\"8675309\"}",
                "{\"user\":\"a:b\",\"password\":\"8675309\"}",
                "{\"user\":\"@local\",\"password\":\"8675309\"}",
                "{\"user\":\"-joe\",\"password\":\"8675309\"}",
                "{\"user\":\"*\",\"password\":\"8675309\"}",
                "{\"user\":\"JOE2\",\"password\":\"8675309\"}",
                "{\"user\":5,\"password\":\"8675309\"}",
                "[\"joe\",\"8675309\"]"
            })
    void refusesABadUserWithoutShowingThePassword(String params) throws Exception {
        open();
        set("joe2", "x");
        RpcException refused = refusal(new UsersSet(changes), "Users.Set", params);
        assertEquals(RpcException.INVALID_PARAMS, refused.code());
        assertFalse(refused.getMessage().contains("8675309"), refused.getMessage());
        assertEquals("[\"joe2\"]", list());
    }

    @Test
    void hasAnEnd() throws Exception {
        open();
        for (int i = 0; i < UserStore.MAX; i++) {
            access.with("u" + i, "x");
        }
        RpcException refused =
                refusal(
                        new UsersSet(changes),
                        "Users.Set",
                        "{\"user\":\"one.more\",\"password\":\"x\"}");
        assertEquals("Users.Set: there are 100 users already", refused.getMessage());
        set("u7", "another");
    }

    @Test
    void leavesTheFileOfASettingAlone() throws IOException {
        open("auth_file", "users.txt");
        Files.writeString(access.file("users.txt"), "joe:RPC:383f8f437341da71584b0c550bbf2782\n");
        RpcException refused =
                refusal(
                        new UsersSet(changes),
                        "Users.Set",
                        "{\"user\":\"joe\",\"password\":\"x\"}");
        assertTrue(refused.getMessage().startsWith("Users.Set: rpc.auth_file names "));
    }

    @Test
    void saysThatTheFileCannotBeWritten() throws IOException {
        open();
        Files.delete(data.toPath().resolve("config"));
        RpcException refused =
                refusal(
                        new UsersSet(changes),
                        "Users.Set",
                        "{\"user\":\"joe\",\"password\":\"x\"}");
        assertTrue(refused.getMessage().endsWith("cannot be written. Is the disk full?"));
    }

    private void open(Object... settings) {
        access =
                new TestAccess(
                        data, new RpcSettings(Configs.of(RpcSettings.Config.class, settings)));
        changes = new UserChanges(access.users());
    }

    private void set(String user, String password) throws RpcException, IOException {
        ObjectNode params = JSON.createObjectNode().put("user", user).put("password", password);
        call(new UsersSet(changes), "Users.Set", params.toString());
    }

    private String list() throws RpcException {
        RpcCall call =
                new RpcCall("Users.List", MissingNode.getInstance(), RpcPeer.local("test"), false);
        return new UsersList(access.users()).call(call).toString();
    }

    private static JsonNode call(DeferredRpcMethod method, String name, String params)
            throws RpcException, IOException {
        RpcCall call = new RpcCall(name, JSON.readTree(params), RpcPeer.local("test"), false);
        return method.call(call).toCompletableFuture().join();
    }

    private static RpcException refusal(DeferredRpcMethod method, String name, String params) {
        Exception thrown = assertThrows(Exception.class, () -> call(method, name, params));
        return (RpcException) (thrown instanceof CompletionException ? thrown.getCause() : thrown);
    }
}
