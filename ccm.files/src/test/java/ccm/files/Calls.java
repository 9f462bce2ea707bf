package ccm.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ccm.api.config.ConfigTree;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Configs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the methods of a store as clients do. */
final class Calls {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Settings settings = new Settings();
    private final FileStore store;
    private final Map<String, DeferredRpcMethod> methods;

    Calls(Path folder, Object... limits) {
        store = new FileStore(folder, settings, Configs.of(FileStore.Config.class, limits));
        store.open();
        methods =
                Map.of(
                        "FS.List", new FsList(store),
                        "FS.ListExt", new FsListExt(store),
                        "FS.Get", new FsGet(store),
                        "FS.Put", new FsPut(store),
                        "FS.Remove", new FsRemove(store),
                        "FS.Rename", new FsRename(store));
    }

    /** The settings as {@code Config.Get} shows them. */
    static final class Settings implements ConfigTree {
        private volatile String json = "{}";

        void are(String text) {
            json = text.replace('\'', '"');
        }

        @Override
        public ObjectNode masked() {
            try {
                return (ObjectNode) JSON.readTree(json);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public ObjectNode masked(int level) {
            return masked();
        }

        @Override
        public Set<String> unsaved() {
            return Set.of();
        }

        @Override
        public void set(JsonNode change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void save(int level, boolean tryOnce, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAndSave(JsonNode change, boolean tryOnce, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void factoryReset(String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keep(JsonNode change, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check(JsonNode change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void learn(JsonNode change, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLevel(int level, JsonNode change) {
            throw new UnsupportedOperationException();
        }
    }

    /** Single quotes stand for double ones. */
    JsonNode call(String method, String params) throws RpcException {
        try {
            JsonNode parsed = JSON.readTree(params.replace('\'', '"'));
            RpcPeer peer = new RpcPeer(RpcPeer.HTTP, "test", RpcPeer.Zone.NETWORK);
            return methods.get(method)
                    .call(new RpcCall(method, parsed, peer, false))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcException expected) {
                throw expected;
            }
            throw new AssertionError(e);
        } catch (IOException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** As the original's tool does it: parts of 512 bytes. */
    void put(String name, byte[] content) throws RpcException {
        for (int at = 0; at < content.length; at += 512) {
            part(name, at, Arrays.copyOfRange(content, at, Math.min(at + 512, content.length)));
        }
    }

    void put(String name, String content) throws RpcException {
        put(name, content.getBytes(ISO_8859_1));
    }

    void part(String name, int offset, byte[] data) throws RpcException {
        call(
                "FS.Put",
                "{'filename':'"
                        + name
                        + "','offset':"
                        + offset
                        + ",'append':"
                        + (offset > 0)
                        + ",'data':'"
                        + Base64.getEncoder().encodeToString(data)
                        + "'}");
    }

    /** As the original's tool does it. */
    String get(String name) throws RpcException {
        StringBuilder text = new StringBuilder();
        JsonNode part;
        do {
            part =
                    call(
                            "FS.Get",
                            "{'filename':'" + name + "','len':512,'offset':" + text.length() + "}");
            byte[] data = Base64.getDecoder().decode(part.path("data").textValue());
            text.append(new String(data, ISO_8859_1));
        } while (part.path("left").intValue() > 0);
        return text.toString();
    }

    void close() throws InterruptedException {
        store.close();
    }
}
