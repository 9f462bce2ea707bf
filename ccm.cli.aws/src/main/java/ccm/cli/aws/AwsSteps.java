package ccm.cli.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Certificates;
import ccm.cli.setup.DeviceKey;
import ccm.cli.setup.OwnFiles;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Target;
import ccm.cli.setup.Work;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Optional;

/** Makes one gateway one thing; what one step finds out is here for the next. */
final class AwsSteps {
    private static final String AUTHORITY = "aws-ca.pem";
    private static final String PORT = ":8883";

    private final Wishes wishes;
    private final AwsLogin login;
    private final String device;
    private final String thing;
    private final String policy;
    private final Names fresh;
    private final Optional<X509Certificate> present; // what the gateway has for this thing
    private Names names;
    private String owner = ""; // arn:aws:iot:REGION:ACCOUNT:
    private String server;
    private String certificate = ""; // its ARN

    /** Gives the account, once it is needed. */
    @FunctionalInterface
    interface AwsLogin {
        AwsAccount account() throws FailedException;
    }

    AwsSteps(Wishes wishes, AwsLogin login, Target gateway) throws FailedException {
        this.wishes = wishes;
        this.login = login;
        device = gateway.deviceId();
        thing = wishes.thing().orElse(device);
        if (!thing.matches(AwsSetup.NAME)) {
            throw new FailedException(
                    "device.id "
                            + thing
                            + ": AWS takes up to 128 letters, digits, colons, underlines and dashes."
                            + " Name another with --aws-iot-thing");
        }
        policy = wishes.policy().orElse("ccm-" + thing);
        fresh = Names.free(wishes.commonName().orElse(thing), gateway);
        names = fresh;
        server = wishes.server().orElse("");
        present = present(gateway);
    }

    private Optional<X509Certificate> present(Target gateway) throws FailedException {
        String now = gateway.setting("aws.thing_name").orElse("");
        String file = gateway.setting("aws.cert").orElse("");
        String key = gateway.setting("aws.key").orElse("");
        if (!(now.isEmpty() ? device : now).equals(thing) || key.isEmpty() || !gateway.has(key)) {
            return Optional.empty();
        }
        Optional<X509Certificate> found =
                gateway.file(file)
                        .flatMap(Certificates::first)
                        .filter(each -> each.getNotAfter().after(new Date()));
        if (found.isPresent() && wishes.own().isEmpty()) {
            names = new Names(file, key);
        }
        return found;
    }

    Plan plan() {
        Plan plan = new Plan();
        if (wishes.server().isEmpty()) {
            plan.step("ask AWS for the address of the account's things", this::ask);
        }
        plan.step("thing " + thing + ": made, unless it is there", this::thing);
        plan.step(
                "policy "
                        + policy
                        + ": made, unless it is there; it lets the thing "
                        + rules().shown(),
                this::policy);
        plan.step(certificateSays(), this::certificate);
        plan.step("attach policy " + policy + " and thing " + thing + " to it", this::attach);
        wishes.authority()
                .ifPresent(
                        file -> plan.file(AUTHORITY, "the authority of AWS's server", () -> file));
        plan.set("aws.enable", "true");
        if (wishes.server().isEmpty()) {
            plan.later("aws.server", "what AWS says" + PORT, () -> server);
        } else {
            plan.set("aws.server", server);
        }
        plan.set("aws.thing_name", thing);
        plan.later("aws.cert", names.certificate(), () -> names.certificate());
        plan.later("aws.key", names.key(), () -> names.key());
        wishes.authority().ifPresent(file -> plan.set("aws.ca_cert", AUTHORITY));
        plan.next(
                "It is the thing "
                        + thing
                        + ". What it may do is in the policy "
                        + policy
                        + "; when that was made now: "
                        + rules().shown()
                        + ". Other topics: --aws-topics.");
        plan.next("Next: ccm call Cloud.Status, or the page of the thing in the console of AWS.");
        return plan;
    }

    private String certificateSays() {
        if (wishes.own().isPresent()) {
            return "certificate "
                    + Certificates.fingerprint(wishes.own().get().certificate())
                    + ": looked up; files "
                    + names.certificate()
                    + " and "
                    + names.key()
                    + " on the gateway";
        }
        String made =
                "a key (P-256) is made here and kept on the gateway alone, as "
                        + fresh.key()
                        + "; AWS signs a certificate for it, "
                        + fresh.certificate();
        return present.isPresent()
                ? "certificate: that of "
                        + names.certificate()
                        + " on the gateway while it is active; else "
                        + made
                : "certificate: " + made;
    }

    private ThingPolicy rules() {
        return new ThingPolicy(thing, device, wishes.topics());
    }

    private void ask(Work work) throws FailedException {
        server = login.account().endpoint();
        server = server.matches(".*:\\d+") ? server : server + PORT;
        work.tell("address of the account's things: " + server);
    }

    private void thing(Work work) throws FailedException {
        Optional<String> there = login.account().thing(thing);
        String arn;
        if (there.isPresent()) {
            arn = there.get();
            work.found("thing " + thing);
        } else {
            arn = login.account().makeThing(thing);
            work.made("thing " + thing, "aws iot delete-thing --thing-name " + thing);
        }
        owner = arn.substring(0, arn.lastIndexOf(":thing/") + 1);
    }

    private void policy(Work work) throws FailedException {
        String wanted = rules().document(owner);
        Optional<String> there = login.account().policy(policy);
        if (there.isEmpty()) {
            if (wishes.policy().isPresent() && wishes.topics().isEmpty()) {
                work.tell("policy " + policy + ": not there yet, so it is made for this thing");
            }
            login.account().makePolicy(policy, wanted);
            work.made("policy " + policy, "aws iot delete-policy --policy-name " + policy);
            return;
        }
        work.found("policy " + policy);
        boolean mine = wishes.policy().isEmpty() || !wishes.topics().isEmpty();
        if (mine && !there.get().replaceAll("\\s", "").equals(wanted)) {
            work.tell(
                    "policy "
                            + policy
                            + ": says something else than it would if it were made now, and is"
                            + " left as it is. To change it: aws iot create-policy-version"
                            + " --set-as-default --policy-name "
                            + policy
                            + " --policy-document '"
                            + wanted
                            + "'");
        }
    }

    private void certificate(Work work) throws FailedException {
        if (wishes.own().isPresent()) {
            own(work, wishes.own().get());
            return;
        }
        if (present.isPresent()) {
            String id = Certificates.fingerprint(present.get());
            Optional<String> active = login.account().active(id);
            if (active.isPresent()) {
                certificate = active.get();
                work.found("certificate " + id + " in " + names.certificate());
                return;
            }
            work.tell(
                    "certificate "
                            + id
                            + " in "
                            + names.certificate()
                            + ": not active in this account; both files stay");
            names = fresh;
        }
        sign(work);
    }

    /** The key first, while nothing depends on it: a certificate without its key is waste. */
    private void sign(Work work) throws FailedException {
        DeviceKey key = DeviceKey.make();
        work.put(names.key(), "the key", key.pem());
        String name = wishes.commonName().orElse(thing);
        AwsAccount.Signed made = login.account().sign(key.request(name));
        certificate = made.arn();
        work.made("certificate " + made.id(), removal(made.id()));
        work.put(names.certificate(), "the certificate", text(name, made.id(), made.pem()));
    }

    private void own(Work work, OwnFiles own) throws FailedException {
        String id = Certificates.fingerprint(own.certificate());
        certificate =
                login.account()
                        .active(id)
                        .orElseThrow(
                                () ->
                                        new FailedException(
                                                "certificate "
                                                        + id
                                                        + ": the account has none like it that is"
                                                        + " active. Register it: aws iot"
                                                        + " register-certificate-without-ca"
                                                        + " --status ACTIVE --certificate-pem"
                                                        + " file://FILE"));
        work.found("certificate " + id);
        work.put(names.key(), "the key", own.key());
        work.put(
                names.certificate(),
                "the certificate",
                text(thing, id, new String(own.pem(), US_ASCII)));
    }

    private byte[] text(String name, String id, String pem) {
        return ("CN: " + name + "\nID: " + id + "\nARN: " + certificate + "\n" + pem)
                .getBytes(US_ASCII);
    }

    private void attach(Work work) throws FailedException {
        login.account().attachPolicy(policy, certificate);
        login.account().attachThing(thing, certificate);
        work.tell("attached: policy " + policy + " and thing " + thing + " to the certificate");
    }

    private static String removal(String id) {
        return "aws iot update-certificate --new-status INACTIVE --certificate-id "
                + id
                + " && aws iot delete-certificate --force-delete --certificate-id "
                + id;
    }
}
