package ccm.core.access;

import ccm.api.rpc.RpcPeer;
import ccm.core.frame.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of access rules: the first entry that covers a call decides. Immutable. */
final class Acl {
    /** What names of callers begin with who need no login. */
    static final String PSEUDO = "@";

    /** Who calls from this machine without a login. */
    static final String LOCAL = "@local";

    private static final String HOST = "@host";
    private static final Set<String> MEMBERS = Set.of("method", "ch_type", "acl");

    private final List<AclEntry> entries;

    /** What becomes of a call. */
    enum Verdict {
        ALLOWED,
        /** Not allowed yet: somebody who logs in may. */
        LOGIN,
        DENIED
    }

    private Acl(List<AclEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a list; commas between its entries may be missing, as in the sample of the original.
     *
     * @throws IOException says what is wrong with it
     */
    static Acl parse(String text) throws IOException {
        JsonNode list = tree(withCommas(text));
        if (!list.isArray()) {
            throw new IOException("not a list such as [{\"method\":\"*\",\"acl\":\"+admin\"}]");
        }
        List<AclEntry> entries = new ArrayList<>();
        for (JsonNode each : list) {
            entries.add(entry(each, entries.size() + 1));
        }
        return new Acl(entries);
    }

    /**
     * Decides on a call; what no entry covers is denied.
     *
     * @param names all names of the method
     */
    Verdict decide(Iterable<String> names, RpcPeer peer) {
        for (AclEntry entry : entries) {
            if (entry.covers(names, peer.channel())) {
                return entry.decide(name(peer));
            }
        }
        return Verdict.DENIED;
    }

    /** The name that the rules know a caller by; empty for one who has to log in first. */
    static String name(RpcPeer peer) {
        if (!peer.user().isEmpty()) {
            return peer.user();
        }
        return switch (peer.zone()) {
            case HOST -> HOST;
            case LOCAL -> LOCAL;
            case NETWORK -> "";
        };
    }

    private static AclEntry entry(JsonNode found, int number) throws IOException {
        for (Map.Entry<String, JsonNode> member : found.properties()) {
            // one that is passed over, a misspelt ch_type for one, would open more than was meant
            if (!MEMBERS.contains(member.getKey()) || !member.getValue().isTextual()) {
                throw new IOException(
                        "entry "
                                + number
                                + ": "
                                + member.getKey()
                                + " is not one of method, ch_type and acl, all strings");
            }
        }
        if (!found.path("method").isTextual() || !found.path("acl").isTextual()) {
            throw new IOException("entry " + number + ": method or acl is missing");
        }
        return new AclEntry(
                found.path("method").textValue(),
                found.path("ch_type").asText(""),
                found.path("acl").textValue());
    }

    private static JsonNode tree(String text) throws IOException {
        try (var parser = Json.LENIENT.createParser(text)) {
            JsonNode list = Json.tree(parser);
            if (list == null || parser.nextToken() != null) {
                throw new IOException("not one JSON list");
            }
            return list;
        } catch (JsonProcessingException e) {
            throw new IOException(
                    e.getLocation() == null
                            ? "not JSON"
                            : "not JSON at line "
                                    + e.getLocation().getLineNr()
                                    + " column "
                                    + e.getLocation().getColumnNr(),
                    e);
        }
    }

    private static String withCommas(String text) {
        StringBuilder whole = new StringBuilder(text.length() + 16);
        boolean inString = false;
        char before = ' '; // the last one that is no space, outside of strings
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (inString && each == '\\' && i + 1 < text.length()) {
                whole.append(each).append(text.charAt(++i));
                continue;
            }
            inString ^= each == '"';
            if (!inString && each == '{' && before == '}') {
                whole.append(',');
            }
            before = Character.isWhitespace(each) ? before : each;
            whole.append(each);
        }
        return whole.toString();
    }
}
