package ccm.provision.ap;

import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.parts.http.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The page for people: a form, what comes of it, and the way to it for phones that look. */
final class Portal {
    /** What phones and computers ask for to find out whether a network has such a page. */
    private static final Set<String> PROBES =
            Set.of(
                    "/generate_204",
                    "/gen_204",
                    "/hotspot-detect.html",
                    "/library/test/success.html",
                    "/connecttest.txt",
                    "/ncsi.txt",
                    "/redirect",
                    "/canonical.html",
                    "/success.txt");

    private static final String ROOT = "/";
    private static final String PROGRESS = "/progress";
    private static final String JOIN = "/join";
    private static final String TRY = "Provision.Join";
    private static final int LONGEST_NAME = 32;

    private final Engine engine;
    private final Networks networks;
    private final Gate gate;
    private final Page page;
    private final Token token = new Token();
    private final Tries tries = new Tries();

    Portal(Engine engine, Networks networks, Gate gate, DoorSettings settings) {
        this.engine = engine;
        this.networks = networks;
        this.gate = gate;
        this.page = new Page(settings);
    }

    /**
     * Answers.
     *
     * @param home the page's URL
     */
    CompletionStage<Reply> answer(Ask ask, String home) throws Refusal {
        if (JOIN.equals(ask.path())) {
            return ask.isPost() ? join(ask) : now(Reply.after(ROOT));
        }
        if (!ask.isGet()) {
            throw new Refusal(Refusal.NOT_ALLOWED, "this page can only be looked at");
        }
        if (PROBES.contains(ask.path())) {
            return now(Reply.elsewhere(home));
        }
        return switch (ask.path()) {
            case ROOT -> root(ask);
            case PROGRESS -> progress(ask);
            default -> throw new Refusal(Refusal.NOT_FOUND, "nothing is here");
        };
    }

    /** A refusal as a page. */
    Reply refuse(Refusal refusal) {
        return Reply.page(refusal.status(), Page.POLICY, page.refusal(refusal.getMessage()))
                .until(refusal);
    }

    /** True while somebody has not seen yet that it worked. */
    boolean isAwaited() {
        return tries.isAwaited();
    }

    private CompletionStage<Reply> root(Ask ask) throws Refusal {
        Map<String, String> fields = ask.fields();
        Optional<Tries.Try> last = tries.of(ask.address());
        boolean running = last.filter(one -> one.outcome() == Tries.Outcome.RUNNING).isPresent();
        if (running || attempt().filter(one -> !one.over()).isPresent()) {
            return now(Reply.after(PROGRESS));
        }
        Optional<Choice> chosen = last.map(Tries.Try::choice);
        if (fields.containsKey("again")) {
            tries.forget(ask.address());
        }
        return form(ask, fields.containsKey("scan"), chosen, "", fields.containsKey("plain"));
    }

    private CompletionStage<Reply> form(
            Ask ask, boolean scan, Optional<Choice> chosen, String trouble, boolean plain) {
        return networks.list(scan)
                .thenApply(
                        found ->
                                shown(
                                        page.form(
                                                new Page.Form(
                                                        found,
                                                        networks.isLooking(),
                                                        chosen,
                                                        trouble,
                                                        plain,
                                                        token.of(ask.address())))));
    }

    private CompletionStage<Reply> join(Ask ask) throws Refusal {
        if (!gate.isOurs(ask)) {
            throw new Refusal(Refusal.FORBIDDEN, "not from another site's page");
        }
        Map<String, String> fields = ask.fields();
        Optional<Choice> chosen = chosen(fields);
        if (!token.fits(ask.address(), fields.getOrDefault("token", ""))) {
            return form(
                    ask, false, chosen, "This page was an old one. Please send it again.", false);
        }
        if (chosen.isEmpty()) {
            return form(ask, false, chosen, "Choose a network first, or type its name.", false);
        }
        if (tries.of(ask.address())
                .filter(one -> one.outcome() == Tries.Outcome.RUNNING)
                .isPresent()) { // sent twice
            return now(Reply.after(PROGRESS));
        }
        begin(ask.address(), chosen.get(), fields.getOrDefault("pass", ""));
        return now(Reply.after(PROGRESS));
    }

    private void begin(String address, Choice choice, String password) {
        tries.begin(address, choice);
        engine.call(address, TRY, network(choice, password))
                .whenComplete(
                        (result, failure) -> {
                            if (failure == null) {
                                String ip = result.path("ip").asText();
                                tries.end(address, Tries.Outcome.DONE, ip);
                            } else {
                                String text = Engine.refusal(failure).getMessage();
                                tries.end(address, Tries.Outcome.FAILED, forPeople(text));
                            }
                        });
    }

    private static JsonNode network(Choice choice, String password) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("ssid", choice.ssid());
        params.put("pass", password);
        if (!choice.utf8()) {
            params.put("utf8", false);
        }
        return params;
    }

    /** Who did not call a method does not read its name. */
    private static String forPeople(String text) {
        return text.startsWith(TRY + ": ") ? text.substring(TRY.length() + 2) : text;
    }

    private static Optional<Choice> chosen(Map<String, String> fields) {
        String other = fields.getOrDefault("other", "").strip();
        String network = fields.getOrDefault("network", "other");
        if (!network.equals("other")) {
            return Choice.of(network);
        }
        return other.isEmpty() || other.length() > LONGEST_NAME
                ? Optional.empty()
                : Optional.of(new Choice(other, true));
    }

    private CompletionStage<Reply> progress(Ask ask) throws Refusal {
        Optional<Tries.Try> own = tries.of(ask.address());
        Optional<Attempt> attempt = attempt();
        if (own.isPresent()) {
            return progress(ask, own.get(), attempt);
        }
        if (attempt.isEmpty()) {
            return now(Reply.after(ROOT));
        }
        Attempt other = attempt.get(); // begun elsewhere, or the phone has got a new address
        return switch (other.phase()) {
            case DONE -> now(shown(page.done(other.ssid(), other.ip())));
            case FAILED ->
                    form(
                            ask,
                            false,
                            Optional.of(new Choice(other.ssid(), true)),
                            other.text(),
                            false);
            default -> now(shown(page.trying(other.ssid(), other.text())));
        };
    }

    private CompletionStage<Reply> progress(Ask ask, Tries.Try own, Optional<Attempt> attempt) {
        String ssid = own.choice().ssid();
        Optional<Attempt> same = attempt.filter(one -> one.ssid().equals(ssid));
        return switch (own.outcome()) {
            case RUNNING -> {
                String text = same.filter(one -> !one.over()).map(Attempt::text).orElse("");
                yield now(shown(page.trying(ssid, text.isEmpty() ? "Connecting…" : text)));
            }
            case FAILED -> form(ask, false, Optional.of(own.choice()), own.text(), false);
            case DONE -> {
                tries.show(ask.address());
                yield now(shown(page.done(ssid, own.text())));
            }
        };
    }

    private Optional<Attempt> attempt() {
        return engine.status().flatMap(ProvisionStatus::attempt);
    }

    private static Reply shown(String html) {
        return Reply.page(Reply.OK, Page.POLICY, html);
    }

    private static CompletionStage<Reply> now(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
