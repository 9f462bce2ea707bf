package ccm.cloud;

import ccm.parts.json.JsonFile;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the host subscribed to, remembered over restarts; a bounded list on disk. */
final class SubscriptionFile {
    static final int MAX = 1000;

    private final JsonFile file;
    private volatile List<Subscription> all; // immutable; replaced by one thread at a time

    SubscriptionFile(JsonFile file) {
        this.file = file;
        List<Subscription> found = new ArrayList<>();
        file.read()
                .path("subscriptions")
                .forEach(stored -> Subscription.of(stored).ifPresent(found::add));
        this.all = List.copyOf(found.subList(0, Math.min(found.size(), MAX)));
    }

    List<Subscription> all() {
        return all;
    }

    boolean isFullFor(Subscription wanted) {
        return all.size() >= MAX && all.stream().noneMatch(wanted::sameAs);
    }

    /** Remembers one; nothing is written when it is remembered already. */
    void add(Subscription wanted) throws IOException {
        if (!all.contains(wanted)) {
            List<Subscription> next = without(wanted);
            next.add(wanted);
            replace(next);
        }
    }

    void remove(Subscription unwanted) throws IOException {
        List<Subscription> next = without(unwanted);
        if (next.size() < all.size()) {
            replace(next);
        }
    }

    private List<Subscription> without(Subscription unwanted) {
        List<Subscription> next = new ArrayList<>(all);
        next.removeIf(unwanted::sameAs);
        return next;
    }

    private void replace(List<Subscription> next) throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        next.forEach(subscription -> list.add(subscription.json()));
        file.write(JsonNodeFactory.instance.objectNode().set("subscriptions", list));
        all = List.copyOf(next);
    }
}
