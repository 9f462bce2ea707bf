/**
 * Setup commands: each makes a gateway a device of one cloud. What is the same for all of them is
 * here; what a cloud wants is in a module of its own, {@code ccm.cli.NAME}, and nowhere else.
 *
 * <p>To add one for the cloud {@code foo}:
 *
 * <ol>
 *   <li>A folder {@code ccm.cli.foo} with a {@code pom.xml} that needs {@code ccm.cli} (scope
 *       {@code provided}) and what the cloud's interface wants, a {@code bnd.bnd} with a
 *       description, and its line in the root {@code pom.xml}. Libraries go into {@code
 *       target/command} of that module, as the module of AWS does; a command without any needs no
 *       more.
 *   <li>A public class there that extends {@link ccm.cli.setup.SetupCommand} with a constructor
 *       without parameters, named in {@code src/main/resources/META-INF/services/
 *       ccm.cli.line.Command}. Its word ends in {@code -setup}, so that the script {@code ccm}
 *       passes it on; its help has a line for it.
 *   <li>A dependency on it in {@code cnf/sku/pom.xml} with every transitive one excluded: then it
 *       is built with the products, and lies in {@code lib/commands/foo} beside the program, where
 *       it is found, with its libraries, when a word is typed that is not a command of the program
 *       itself. No product ever sees it, and no other command waits for it.
 * </ol>
 *
 * <p>The command reads its words into a {@link ccm.cli.setup.Recipe}; that makes a {@link
 * ccm.cli.setup.Plan} for the gateway that was reached. A plan is shown by {@code --dry-run} and
 * otherwise done: steps in the cloud and files in the order they were added, then all settings at
 * once, saved. Then the command waits until {@code Cloud.Status} says that the cloud is ready. A
 * step tells {@link ccm.cli.setup.Work} what it made and how to remove it, which is what is shown
 * when a later step fails. Steps look before they make, so that the command can be typed again;
 * they never delete.
 *
 * <p>A test takes a {@code SetupDesk} of {@code ccm.testing.setup}, which has a small gateway, and
 * the cloud's emulator.
 */
package ccm.cli.setup;
