package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.rpc.Gateway;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Files of a gateway, which travel in chunks. */
public final class GatewayFiles {
    private GatewayFiles() {}

    /** Writes one. */
    public static void put(Gateway gateway, String name, byte[] content) throws FailedException {
        put(gateway, name, content, Chunks.DEFAULT);
    }

    /** Writes one in chunks of that size. */
    static void put(Gateway gateway, String name, byte[] content, int size) throws FailedException {
        int offset = 0;
        do { // an empty file is one empty chunk
            int end = Math.min(content.length, offset + size);
            send(gateway, name, offset, Arrays.copyOfRange(content, offset, end));
            offset = end;
        } while (offset < content.length);
    }

    /** Reads one. */
    public static byte[] get(Gateway gateway, String name) throws FailedException {
        return get(gateway, name, Chunks.DEFAULT);
    }

    /** Reads one in chunks of that size. */
    static byte[] get(Gateway gateway, String name, int size) throws FailedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long left = 1;
        while (left > 0) {
            Json.Obj params =
                    new Json.Obj()
                            .put("filename", name)
                            .put("len", size)
                            .put("offset", content.size());
            Json part = Chunks.call(gateway, "FS.Get", params);
            byte[] data = data(name, part);
            content.writeBytes(data);
            left = data.length == 0 ? 0 : part.number("left").orElse(0L);
        }
        return content.toByteArray();
    }

    private static void send(Gateway gateway, String name, int offset, byte[] data)
            throws FailedException {
        Chunks.call(
                gateway,
                "FS.Put",
                new Json.Obj()
                        .put("filename", name)
                        .put("offset", offset)
                        .put("append", offset > 0)
                        .put("data", Base64.getEncoder().encodeToString(data)));
    }

    private static byte[] data(String name, Json part) throws FailedException {
        try {
            return Base64.getDecoder().decode(part.text("data").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new FailedException(name + ": the gateway sent something else than base64", e);
        }
    }
}
