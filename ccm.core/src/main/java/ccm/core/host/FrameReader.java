package ccm.core.host;

import ccm.core.frame.Json;
import ccm.core.frame.Lines;
import ccm.core.host.Frame.Kind;
import ccm.parts.frames.FrameCrc;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Understands lines, sloppy ones included: text in front of the first brace and behind the last one
 * is skipped, missing last brackets are forgiven unless told otherwise. Nothing else is.
 */
final class FrameReader {
    private final boolean strict;

    FrameReader(boolean strict) {
        this.strict = strict;
    }

    /**
     * Understands one line.
     *
     * @param crcInUse true once the peer has sent a checksum: from then on what carries none must
     *     be whole and bare, because a damaged line could pass for a sloppy one
     */
    Frame read(byte[] line, boolean crcInUse) {
        if (Lines.isBlank(line)) {
            return Frame.of(Kind.BLANK, "");
        }
        if (!Lines.isUtf8(line)) {
            return Frame.of(Kind.NOT_UTF8, "line of " + line.length + " bytes is not UTF-8");
        }
        if (Lines.indexOf(line, '\0') < line.length) { // Jackson would take it for UTF-16
            return Frame.of(Kind.NOT_JSON, "line of " + line.length + " bytes has a NUL in it");
        }
        int start = Lines.indexOf(line, '{');
        if (start == line.length || Lines.firstText(line) == '[') {
            Optional<Frame> other = notAnObject(line);
            if (other.isPresent()) {
                return other.get();
            }
        }
        return object(line, start, crcInUse);
    }

    /** A batch, a bare value or nothing known; empty when an object follows all the same. */
    private static Optional<Frame> notAnObject(byte[] line) {
        try (JsonParser parser = Json.FACTORY.createParser(line)) {
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() == null) {
                return Optional.of(
                        array
                                ? Frame.of(Kind.BATCH, "batches are not taken. Send one by one.")
                                : Frame.of(Kind.NOTHING, "a bare value"));
            }
        } catch (IOException e) {
            return Lines.indexOf(line, '{') < line.length
                    ? Optional.empty() // a console text such as [12:00:01] in front of a frame
                    : Optional.of(notJson(line, e));
        }
        return Optional.of(Frame.of(Kind.NOT_JSON, notJson(line, "has several values")));
    }

    private Frame object(byte[] line, int start, boolean crcInUse) {
        int end = FrameCrc.jsonEnd(line);
        FrameCrc.Check check = end > start ? FrameCrc.check(line, start, end) : FrameCrc.Check.NONE;
        return switch (check) {
            case MISMATCH -> Frame.of(Kind.DAMAGED, "the checksum does not match");
            case MATCH -> lenient(Arrays.copyOfRange(line, start, end), 0, end - start).asChecked();
            case NONE -> {
                boolean bare = Lines.isBlankFrom(line, end);
                if (crcInUse) {
                    yield bare ? exact(line, start, end) : Frame.of(Kind.DAMAGED, "no checksum");
                }
                yield lenient(line, start, line.length);
            }
        };
    }

    /** Without a checksum where one is usual: the line must be whole. */
    private static Frame exact(byte[] line, int start, int end) {
        try {
            FrameParser parser = new FrameParser(line, start, line.length);
            Frame frame = parser.parse();
            return parser.end() == end ? frame : Frame.of(Kind.DAMAGED, "text behind the frame");
        } catch (IOException e) {
            return notJson(line, e);
        }
    }

    private Frame lenient(byte[] line, int start, int end) {
        try {
            return new FrameParser(line, start, end).parse();
        } catch (JsonEOFException e) {
            return strict ? notJson(line, e) : closed(line, start, e);
        } catch (IOException e) {
            return notJson(line, e);
        }
    }

    private static Frame closed(byte[] line, int start, JsonEOFException unclosed) {
        byte[] whole = Lines.closed(line, start).orElse(Frame.NO_ID);
        try {
            return whole.length == 0
                    ? notJson(line, unclosed)
                    : new FrameParser(whole, 0, whole.length).parse().asForgiven();
        } catch (IOException e) {
            return notJson(line, e);
        }
    }

    private static Frame notJson(byte[] line, IOException cause) {
        long at =
                cause instanceof JsonProcessingException json && json.getLocation() != null
                        ? json.getLocation().getByteOffset()
                        : -1;
        return Frame.of(
                Kind.NOT_JSON,
                notJson(line, at < 0 ? "is not JSON" : "is not JSON at byte " + (at + 1)));
    }

    private static String notJson(byte[] line, String what) {
        return "line of " + line.length + " bytes " + what;
    }
}
