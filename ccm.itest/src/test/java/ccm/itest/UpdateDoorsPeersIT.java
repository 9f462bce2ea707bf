package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.host.rom.SimFirmware;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Each door through which firmware comes in updates the simulated host of the demo. */
public class UpdateDoorsPeersIT {
    private static final Pattern WEB = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(?=, mqtt)");
    private static final long COMMAND_SECONDS = 300; // of a machine that is busy otherwise
    private static final int CHUNK = 512;
    private static final long FLASH = 0x0800_0000;
    private static final int IMAGE = 6000;
    private static final int ODD = 2731;
    private static final int RECORD = 13;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyDoorUpdatesTheHost() throws Exception {
        Path data = folder.newFolder().toPath();
        try (GatewayProcess demo = new GatewayProcess("demo", data, "console.enable=false")) {
            demo.startReady();
            Matcher web = WEB.matcher(demo.output());
            assertTrue(demo.output(), web.find());
            byte[] bundle = Files.readAllBytes(data.resolve("fw.zip"));
            overWebSocket(URI.create(web.group().replace("http", "ws") + "/rpc"), bundle);
            assertRuns(web.group(), "2.0");
            vanishes(URI.create(web.group()), bundle);
            posted(web.group(), data.resolve("fw.zip"));
            fetched(web.group(), bundle);
            assertRuns(web.group(), "2.0");
            vendors(web.group(), data);
            segments(web.group());
            assertEquals(0, demo.stop());
        }
    }

    @Test
    public void theDemoShowsOne() throws Exception {
        String said =
                run("./ccm", "demo", "--ota", "--seconds=10", "--set", "console.enable=false");
        assertTrue(said, said.contains("demo: the host runs version 2.0"));
        assertTrue(said, said.contains(" 0 lost"));
    }

    /** A bundle as the first users have them: no type, no version. */
    private void vendors(String web, Path data) throws Exception {
        byte[] image = SimFirmware.image(IMAGE, "3.0", false, 3);
        String manifest =
                "{\"name\":\"fw\",\"platform\":\"ccm_host\",\"parts\":{\"host_fw\":{\"src\":\"F.BIN\",\"addr\":"
                        + FLASH
                        + ",\"size\":"
                        + IMAGE
                        + "}}}";
        Path zip = data.resolve("vendor.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("manifest.json"));
            out.write(manifest.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("F.BIN"));
            out.write(image);
        }
        posted(web, zip);
        assertRuns(web, "3.0");
    }

    /** Two segments that begin at odd addresses, the later one first. */
    private void segments(String web) throws Exception {
        byte[] image = SimFirmware.image(IMAGE, "4.0", false, 4);
        StringBuilder hex = new StringBuilder(record(0, 4, new byte[] {8, 0}));
        records(hex, image, ODD, IMAGE);
        records(hex, image, 0, ODD);
        hex.append(record(0, 1, new byte[0]));
        Path file = folder.newFile("fw.hex").toPath();
        Files.writeString(file, hex);
        String said = run("./ccm", "ota", file.toString(), "--port", web + "/rpc");
        assertTrue(said, said.contains("Update applied"));
        assertRuns(web, "4.0");
    }

    private static void records(StringBuilder hex, byte[] image, int from, int to) {
        for (int at = from; at < to; at += RECORD) {
            hex.append(record(at, 0, Arrays.copyOfRange(image, at, Math.min(to, at + RECORD))));
        }
    }

    private static String record(int address, int type, byte[] data) {
        byte[] bytes = new byte[data.length + 5];
        bytes[0] = (byte) data.length;
        bytes[1] = (byte) (address >> 8);
        bytes[2] = (byte) address;
        bytes[3] = (byte) type;
        System.arraycopy(data, 0, bytes, 4, data.length);
        int sum = 0;
        for (byte one : bytes) {
            sum += one;
        }
        bytes[bytes.length - 1] = (byte) -sum;
        return ":" + HexFormat.of().withUpperCase().formatHex(bytes) + "\n";
    }

    /** As mos does: no offsets in its older versions, and never a commit. */
    private static void overWebSocket(URI address, byte[] bundle) throws Exception {
        try (MosWebSocket mos = new MosWebSocket(address)) {
            assertTrue(call(mos, "OTA.Status", "").contains("\"state\":0"));
            String begin =
                    "{\"timeout\":600,\"commit_timeout\":300,\"size\":" + bundle.length + "}";
            call(mos, "OTA.Begin", begin);
            for (int at = 0; at < bundle.length; at += CHUNK) {
                byte[] chunk = Arrays.copyOfRange(bundle, at, Math.min(bundle.length, at + CHUNK));
                String text = "\"data\":\"" + Base64.getEncoder().encodeToString(chunk) + "\"}";
                boolean old = at / CHUNK % 4 == 3;
                String params = old ? "{" + text : "{\"offset\":" + at + "," + text;
                call(mos, "OTA.Write", params);
                if (at == CHUNK) { // its answer was lost
                    call(mos, "OTA.Write", params);
                }
            }
            call(mos, "OTA.End", "");
            eventually(
                    Duration.ofSeconds(COMMAND_SECONDS),
                    () -> {
                        String status = call(mos, "OTA.Status", "");
                        assertTrue(status, status.contains("Update applied"));
                        assertTrue(status, status.contains("\"is_committed\":true"));
                    });
        }
    }

    /** Half of a form, and then nobody: who comes next waits for a moment at most. */
    private void vanishes(URI web, byte[] bundle) throws Exception {
        String form =
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"fw.zip\"\r\n\r\n";
        try (Socket socket = new Socket(web.getHost(), web.getPort())) {
            String head =
                    "POST /update HTTP/1.1\r\nHost: "
                            + web.getAuthority()
                            + "\r\nContent-Length: "
                            + (form.length() + bundle.length + 9)
                            + "\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n";
            socket.getOutputStream().write((head + form).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bundle, 0, bundle.length / 2);
            eventually(() -> assertTrue(status(web), status(web).contains("receiving")));
        }
        eventually(() -> assertTrue(status(web), status(web).contains("broke off")));
    }

    private String status(URI web) throws Exception {
        return run("curl", "-sS", web + "/rpc/OTA.Status");
    }

    private void posted(String web, Path bundle) throws Exception {
        String said = run("curl", "-sS", "-F", "any=@" + bundle, web + "/update");
        assertTrue(said, said.contains("Update applied"));
    }

    private void fetched(String web, byte[] bundle) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/fw.zip",
                exchange -> {
                    exchange.sendResponseHeaders(200, bundle.length);
                    exchange.getResponseBody().write(bundle);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/fw.zip";
            String said = run("curl", "-sS", web + "/rpc/OTA.Update?url=" + url);
            assertTrue(said, said.contains("Update applied") || said.startsWith("true"));
            String again = run("./ccm", "ota", url, "--port", web + "/rpc");
            assertTrue(again, again.contains("Update applied"));
        } finally {
            server.stop(0);
        }
    }

    private void assertRuns(String web, String version) throws Exception {
        String said = run("curl", "-sS", web + "/rpc/Host.Sys.GetInfo");
        assertTrue(said, said.contains("\"fw_version\":\"" + version + "\""));
    }

    private static String call(MosWebSocket mos, String method, String params) throws IOException {
        String answer =
                mos.call(
                        "{\"src\":\"mos\",\"id\":1,\"method\":\""
                                + method
                                + "\""
                                + (params.isEmpty() ? "" : ",\"params\":" + params)
                                + "}");
        assertTrue(method + ": " + answer, answer.contains("\"result\""));
        return answer;
    }

    private String run(String... words) throws IOException, InterruptedException {
        Path out = folder.newFile().toPath();
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(CcmCommand.CHECKOUT.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(out.toFile());
        builder.environment().put("CCM_NO_BUILD", "1");
        Process process = builder.start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", words) + ": did not end");
        }
        return Files.readString(out);
    }
}
