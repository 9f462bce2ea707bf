package ccm.provision.ap;

import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiNetwork.Protection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pages as HTML: all of them work without their script, which makes them nicer. */
final class Page {
    private static final int MOST_NETWORKS = 20;
    private static final int STRONG = -60; // dBm
    private static final int FAIR = -75;
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)\\}");
    private static final String STYLE = resource("page.css");
    private static final String SCRIPT = resource("page.js");

    /** What a browser may do for a page of ours: only what is in it. */
    static final String POLICY =
            "default-src 'none'; style-src '"
                    + hash(STYLE)
                    + "'; script-src '"
                    + hash(SCRIPT)
                    + "'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String FRAME = resource("page.html");
    private static final String FORM = resource("form.html");
    private static final String AGAIN =
            "<noscript><meta http-equiv=\"refresh\" content=\"2;url=/progress\"></noscript>";
    private static final String LOOK_AGAIN =
            "<noscript><meta http-equiv=\"refresh\" content=\"3;url=/\"></noscript>";

    private final DoorSettings settings;

    Page(DoorSettings settings) {
        this.settings = settings;
    }

    /**
     * What the form shows.
     *
     * @param networks to choose from
     * @param looking true when more will be known in a moment
     * @param chosen what was chosen before
     * @param trouble why that did not work; empty when nothing went wrong
     * @param plain true to show the password while it is typed
     * @param token for the form
     */
    record Form(
            List<WifiNetwork> networks,
            boolean looking,
            Optional<Choice> chosen,
            String trouble,
            boolean plain,
            String token) {}

    String form(Form form) {
        List<WifiNetwork> listed = listed(form.networks());
        boolean inList =
                form.chosen()
                        .filter(one -> listed.stream().map(Choice::of).anyMatch(one::equals))
                        .isPresent();
        Optional<Choice> other = form.chosen().filter(one -> !inList);
        return frame(
                form.looking() ? LOOK_AGAIN : "",
                form.looking() ? "looking" : "form",
                "Set up " + settings.network(),
                filled(
                        FORM,
                        Map.of(
                                "token",
                                form.token(),
                                "trouble",
                                trouble(form.trouble()),
                                "looking",
                                seen(form.looking(), listed),
                                "networks",
                                items(listed, form.chosen()),
                                "restChecked",
                                other.isPresent() ? " checked" : "",
                                "other",
                                other.map(Choice::ssid).map(Html::text).orElse(""),
                                "passType",
                                form.plain() ? "text" : "password",
                                "hidePlain",
                                form.plain() ? " hidden" : "")));
    }

    String trying(String ssid, String text) {
        return frame(
                AGAIN,
                "trying",
                "Connecting",
                "<h1 tabindex=\"-1\">Trying "
                        + Html.name(ssid)
                        + "</h1>\n<p id=\"phase\">"
                        + Html.text(text)
                        + "</p>\n<div class=\"bar\" aria-hidden=\"true\"></div>\n<p>This takes up to"
                        + " 30 seconds. The network "
                        + Html.name(settings.network())
                        + " may go away for a moment meanwhile: stay in it, or join it again. This"
                        + " page goes on by itself.</p>\n<noscript><p><a href=\"/progress\">Look"
                        + " again</a></p></noscript>\n");
    }

    String done(String ssid, String ip) {
        return frame(
                "",
                "done",
                "Connected",
                "<h1 tabindex=\"-1\">Connected</h1>\n<p class=\"good\">This gateway is in the network "
                        + Html.name(ssid)
                        + (ip.isEmpty() ? "" : ", with the address <b>" + Html.text(ip) + "</b>")
                        + ".</p>\n<p>What happens now:</p>\n<ol>\n<li>The network "
                        + Html.name(settings.network())
                        + " closes as soon as the gateway is in service. It is no longer"
                        + " needed.</li>\n<li>Your phone goes back to its own network; if it does"
                        + " not, choose that in its settings.</li>\n<li>The light of the gateway"
                        + " stays on.</li>\n</ol>\n<p>The settings are saved: after a power cut the"
                        + " gateway connects by itself.</p>\n<p><a href=\"/?again=1\">Choose another"
                        + " network</a></p>\n");
    }

    String refusal(String text) {
        return frame(
                "",
                "refused",
                "Not now",
                "<h1 tabindex=\"-1\">Not now</h1>\n<p class=\"bad\" role=\"alert\">"
                        + Html.text(text)
                        + "</p>\n<p><a href=\"/\">Back to the page</a></p>\n");
    }

    private String frame(String head, String state, String title, String body) {
        return filled(
                FRAME,
                Map.of(
                        "head", head,
                        "state", state,
                        "style", STYLE,
                        "script", SCRIPT,
                        "title", Html.text(title),
                        "network", Html.text(settings.network()),
                        "body", body));
    }

    /** In one pass: what is filled in is not looked at again. */
    private static String filled(String template, Map<String, String> values) {
        return PLACE.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
    }

    private static String seen(boolean looking, List<WifiNetwork> listed) {
        if (looking) {
            return "Looking for networks…";
        }
        return listed.isEmpty()
                ? "No network was seen. Look again, or type the name of yours."
                : "";
    }

    private static String trouble(String text) {
        return text.isEmpty()
                ? ""
                : "<p class=\"bad\" id=\"trouble\" role=\"alert\" tabindex=\"-1\"><b>That did not"
                        + " work.</b> "
                        + Html.text(text)
                        + "</p>";
    }

    /** One for each name, the strongest; those without a name cannot be chosen. */
    private static List<WifiNetwork> listed(List<WifiNetwork> networks) {
        Map<Choice, WifiNetwork> named = new LinkedHashMap<>();
        networks.stream()
                .filter(network -> !network.ssid().isEmpty())
                .forEach(network -> named.putIfAbsent(Choice.of(network), network));
        return named.values().stream().limit(MOST_NETWORKS).toList();
    }

    private static String items(List<WifiNetwork> networks, Optional<Choice> chosen) {
        return networks.stream()
                .map(network -> item(network, chosen.filter(Choice.of(network)::equals)))
                .collect(Collectors.joining());
    }

    private static String item(WifiNetwork network, Optional<Choice> chosen) {
        boolean enterprise = network.protection() == Protection.ENTERPRISE;
        return "<label class=\"row\"><input type=\"radio\" name=\"network\" value=\""
                + Choice.of(network).value()
                + "\""
                + (chosen.isPresent() ? " checked" : "")
                + (enterprise ? " disabled" : "")
                + "> <span class=\"name\">"
                + Html.name(network.ssid())
                + "</span> <span class=\"info\">"
                + strength(network.rssi())
                + ", "
                + protection(network.protection())
                + "</span></label>\n";
    }

    private static String strength(int rssi) {
        if (rssi >= STRONG) {
            return "strong";
        }
        return rssi >= FAIR ? "fair" : "weak";
    }

    private static String protection(Protection protection) {
        return switch (protection) {
            case OPEN -> "open";
            case WEP -> "WEP, too old";
            case ENTERPRISE -> "company login";
            default -> "password";
        };
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is in this very jar
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e); // each must have it
        }
    }
}
