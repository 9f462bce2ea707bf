package ccm.ota.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.firmware.FirmwareException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** The names of files in an archive: folders before them do not count, tricks are refused. */
final class EntryName {
    private static final int LONGEST = 49;
    private static final int PRINTED = 60;
    private static final List<String> TRICKS = List.of("", ".", "..");

    private EntryName() {}

    /** The name without its folders; empty for a folder. */
    static String of(byte[] path) throws FirmwareException {
        String text = text(path);
        String inside = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        for (String step : inside.split("/", -1)) {
            if (TRICKS.contains(step)) {
                throw Refusal.of(
                        Refusal.DAMAGED, "\"" + shown(text) + "\" leads elsewhere" + Archive.ANEW);
            }
        }
        if (text.endsWith("/")) {
            return "";
        }
        String name = text.substring(text.lastIndexOf('/') + 1);
        if (name.getBytes(UTF_8).length > LONGEST) {
            throw Refusal.of(
                    Refusal.LONG_NAME,
                    shown(name) + ": the longest has " + LONGEST + " bytes. Give it another name");
        }
        return name;
    }

    private static String text(byte[] path) throws FirmwareException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(path)).toString();
            if (text.indexOf('\\') < 0 && text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
            throw Refusal.of(
                    Refusal.DAMAGED,
                    "a file name has a backslash or a control character in it" + Archive.ANEW);
        } catch (CharacterCodingException e) {
            throw Refusal.of(Refusal.DAMAGED, "a file name is not UTF-8" + Archive.ANEW, e);
        }
    }

    private static String shown(String name) {
        return name.length() > PRINTED ? name.substring(0, PRINTED) + "…" : name;
    }
}
