package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import aQute.bnd.osgi.Domain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.osgi.framework.Constants;

/** The rules of the house, read from the manifests of what ships. */
public class ArchitectureIT {
    private static final String STAGE = "ccm.stage";
    private static final String SIMULATOR = "ccm.sim.";
    private static final String CONTRACTS = "ccm.api";
    private static final String DBUS = "org.freedesktop.dbus";

    private final Map<String, Domain> ours = bundles(jar -> name(jar).startsWith("ccm."));

    @Test
    public void onlyTheContractsAreExported() {
        assertEquals(Set.of(CONTRACTS), named(bundle -> exports(bundle, "ccm.")));
    }

    @Test
    public void aLibraryThatIsNoBundleIsExportedByTheOneAroundIt() {
        assertEquals(Set.of("ccm.dbus"), named(bundle -> exports(bundle, DBUS)));
        assertEquals(
                Set.of(CONTRACTS, "ccm.dbus"),
                named(bundle -> !bundle.getExportPackage().isEmpty()));
    }

    @Test
    public void noBundleImportsAnotherBundleOfOurs() {
        List<String> wrong = new ArrayList<>();
        ours.forEach(
                (name, bundle) ->
                        bundle.getImportPackage().keySet().stream()
                                .filter(imported -> imported.startsWith("ccm."))
                                .filter(imported -> !imported.startsWith(CONTRACTS + "."))
                                .forEach(imported -> wrong.add(name + " imports " + imported)));
        assertEquals(List.of(), wrong);
    }

    @Test
    public void nothingIsWiredPastTheImports() {
        assertEquals(
                Set.of(),
                named(
                        bundle ->
                                bundle.get(Constants.REQUIRE_BUNDLE) != null
                                        || bundle.get(Constants.DYNAMICIMPORT_PACKAGE) != null
                                        || bundle.get(Constants.FRAGMENT_HOST, "")
                                                .startsWith("ccm.")));
    }

    @Test
    public void everyContractHasAVersionOfItsOwnAndNoComponents() {
        Domain contracts = ours.get(CONTRACTS);
        List<String> unversioned = new ArrayList<>();
        contracts
                .getExportPackage()
                .forEach(
                        (contract, attributes) -> {
                            if (attributes.getVersion() == null) {
                                unversioned.add(contract);
                            }
                        });
        assertEquals(List.of(), unversioned);
        assertEquals(null, contracts.get("Service-Component"));
    }

    @Test
    public void aLibraryIsKnownToOneBundle() {
        assertImportedOnlyBy("ccm.mqtt", "org.eclipse.paho.");
        assertImportedOnlyBy("ccm.uart", "com.fazecast.jSerialComm");
    }

    @Test
    public void aSimulatorCannotGetIntoAProduct() {
        assertEquals(
                named(bundle -> bundle.getBundleSymbolicName().getKey().startsWith(SIMULATOR)),
                named(bundle -> bundle.getRequireCapability().containsKey(STAGE)));
        Sku.names().stream()
                .filter(sku -> !sku.equals("demo"))
                .flatMap(sku -> Sku.jars(sku).stream())
                .forEach(jar -> assertFalse(name(jar), name(jar).startsWith(SIMULATOR)));
    }

    @Test
    public void whatIsCopiedIsNeverDeployed() {
        assertFalse(ours.containsKey("ccm.parts"));
        assertFalse(ours.containsKey("ccm.testing"));
    }

    @Test
    public void everyProductIsStartedByATest() {
        Set<String> tested = new TreeSet<>();
        Stream.of(SkusIT.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Configuration.class))
                .map(Method::getName)
                .forEach(tested::add);
        assertEquals(new TreeSet<>(Sku.names()), tested);
    }

    private static boolean exports(Domain bundle, String prefix) {
        return bundle.getExportPackage().keySet().stream()
                .anyMatch(exported -> exported.startsWith(prefix));
    }

    private void assertImportedOnlyBy(String owner, String prefix) {
        Set<String> importers =
                named(
                        bundle ->
                                bundle.getImportPackage().keySet().stream()
                                        .anyMatch(imported -> imported.startsWith(prefix)));
        assertEquals(prefix, Set.of(owner), importers);
    }

    private Set<String> named(Predicate<Domain> rule) {
        Set<String> names = new TreeSet<>();
        ours.forEach(
                (name, bundle) -> {
                    if (rule.test(bundle)) {
                        names.add(name);
                    }
                });
        return names;
    }

    private static Map<String, Domain> bundles(Predicate<Path> choice) {
        Map<String, Domain> bundles = new TreeMap<>();
        Sku.names().stream()
                .flatMap(sku -> Sku.jars(sku).stream())
                .filter(choice)
                .map(ArchitectureIT::manifest)
                .forEach(bundle -> bundles.put(bundle.getBundleSymbolicName().getKey(), bundle));
        return bundles;
    }

    private static Domain manifest(Path jar) {
        try {
            return Domain.domain(jar.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path jar) {
        return jar.getFileName().toString();
    }
}
