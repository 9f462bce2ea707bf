package ccm.cloud;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whether the host asked for a message; looks at each list of subscriptions only once. */
final class HostFilters {
    private volatile Trees trees = new Trees(List.of());

    /** One tree a cloud, made when it is first asked for. */
    private static final class Trees {
        private final List<Subscription> of;
        private final Map<String, FilterTree> clouds = new ConcurrentHashMap<>();

        Trees(List<Subscription> of) {
            this.of = of;
        }

        FilterTree cloud(String name) {
            return clouds.computeIfAbsent(name, this::tree);
        }

        private FilterTree tree(String name) {
            FilterTree tree = new FilterTree();
            of.stream().filter(one -> one.concerns(name)).forEach(one -> tree.add(one.filter()));
            return tree;
        }
    }

    /**
     * True when one of the subscriptions is for that topic of that cloud.
     *
     * @param all a list that is never changed, only replaced
     */
    boolean want(List<Subscription> all, String cloud, String topic) {
        Trees now = trees;
        if (now.of != all) {
            now = new Trees(all);
            trees = now;
        }
        return now.cloud(cloud).matches(topic);
    }
}
