package ccm.http;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;

/**
 * A form with a bundle in it, which goes to the updater as it comes. Fields with options may stand
 * before the bundle or behind it.
 */
final class UpdateBody implements Body, MultiPart.Parser.Listener {
    private static final long LARGEST = 64L << 20; // a bundle has a limit of its own below this
    private static final int LARGEST_FIELD = 1024;
    private static final int MOST_PARTS = 32;
    private static final Pattern NAME = named("name");
    private static final Pattern FILE = named("filename");

    private final Updates updates;
    private final RpcPeer peer;
    private final MultiPart.Parser parser;
    private final Map<String, String> fields = new HashMap<>();
    private final ByteArrayOutputStream text =
            new ByteArrayOutputStream(); // of the field under way
    private FirmwareUpload upload; // null before the bundle
    private Refusal failure; // null while all is well
    private String disposition = "";
    private boolean inBundle;
    private boolean inField;
    private boolean complete;

    UpdateBody(Updates updates, RpcPeer peer, String boundary) {
        this.updates = updates;
        this.peer = peer;
        this.parser = new MultiPart.Parser(boundary, this);
        parser.setMaxParts(MOST_PARTS);
    }

    @Override
    public long limit() {
        return LARGEST;
    }

    @Override
    public Refusal tooLarge() {
        return new PlainRefusal(Refusal.TOO_LARGE, "form of more than " + LARGEST + " bytes");
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public void take(ByteBuffer bytes) throws Refusal {
        if (bytes.hasRemaining()) {
            parse(Content.Chunk.from(bytes, false));
        }
    }

    @Override
    public CompletionStage<Answer> end() throws Refusal {
        parse(Content.Chunk.EOF);
        if (!complete) {
            throw given(new PlainRefusal(Refusal.BAD_REQUEST, "the form ends before its end"));
        }
        if (upload == null) {
            if (fields.containsKey(Updates.URL_FIELD)) {
                return updates.pull(peer, fields);
            }
            throw new PlainRefusal(
                    Refusal.BAD_REQUEST, "no file in the form. Send one: curl -F file=@fw.zip");
        }
        try {
            updates.options(peer, fields).commitTimeout().ifPresent(upload::commitTimeout);
        } catch (Refusal e) {
            throw given(e);
        }
        return updates.finish(upload);
    }

    @Override
    public void lost(Throwable cause) {
        if (upload != null) {
            upload.abort("the connection over which the bundle came broke off");
        }
    }

    @Override
    public void onPartBegin() {
        disposition = "";
        text.reset();
    }

    @Override
    public void onPartHeader(String name, String value) {
        if (name.equalsIgnoreCase("Content-Disposition")) {
            disposition = value;
        }
    }

    @Override
    public void onPartHeaders() {
        boolean file = FILE.matcher(disposition).find();
        inField = !file;
        inBundle = file && upload == null && failure == null;
        if (inBundle) {
            try {
                upload = updates.begin(peer, fields);
            } catch (Refusal e) {
                failure = e;
            }
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(bytes);
        if (failure == null && inBundle) {
            try {
                upload.write(bytes, 0, bytes.length);
            } catch (FirmwareException e) {
                failure = Updates.refusal(e);
            }
        } else if (inField && text.size() + bytes.length > LARGEST_FIELD) {
            failure = new PlainRefusal(Refusal.BAD_REQUEST, "a field of the form is too long");
        } else if (inField) {
            text.writeBytes(bytes);
        }
    }

    @Override
    public void onPartEnd() {
        if (inField) {
            Matcher name = NAME.matcher(disposition);
            fields.put(
                    name.find() ? name.group(1) : "",
                    text.toString(StandardCharsets.UTF_8).strip());
        }
        inBundle = false;
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
        if (failure == null && !(cause instanceof EOFException)) {
            failure =
                    new PlainRefusal(
                            Refusal.BAD_REQUEST, "the form is damaged: " + cause.getMessage());
        }
    }

    /** What a listener throws the parser keeps to itself: so it is thrown here. */
    private void parse(Content.Chunk chunk) throws Refusal {
        parser.parse(chunk);
        if (failure != null) {
            throw given(failure);
        }
    }

    private Refusal given(Refusal refusal) {
        if (upload != null) {
            upload.abort(refusal.getMessage());
        }
        return refusal;
    }

    private static Pattern named(String parameter) {
        return Pattern.compile(
                "(?:^|;)\\s*" + parameter + "\\*?\\s*=\\s*\"?([^\";]*)", Pattern.CASE_INSENSITIVE);
    }
}
