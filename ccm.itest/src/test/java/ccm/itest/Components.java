package ccm.itest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says what keeps the declarative components from working. */
final class Components {
    private Components() {}

    /** A line for each component of ours that waits for something, with what it waits for. */
    static List<String> waiting(BundleContext framework) {
        ServiceReference<ServiceComponentRuntime> reference =
                framework.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return List.of("org.apache.felix.scr: not running, so no component is");
        }
        ServiceComponentRuntime runtime = framework.getService(reference);
        List<String> lines = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (component.bundle.symbolicName.startsWith("ccm.") && component.defaultEnabled) {
                lines.addAll(waits(component, runtime.getComponentConfigurationDTOs(component)));
            }
        }
        framework.ungetService(reference);
        return lines;
    }

    private static List<String> waits(
            ComponentDescriptionDTO component, Collection<ComponentConfigurationDTO> instances) {
        if (instances.isEmpty()) {
            return List.of(
                    component.name
                            + ": no configuration "
                            + String.join(", ", component.configurationPid));
        }
        return instances.stream().flatMap(instance -> reasons(instance).stream()).toList();
    }

    private static List<String> reasons(ComponentConfigurationDTO instance) {
        String name = instance.description.name;
        return switch (instance.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    List.of(name + ": no configuration");
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> missing(name, instance);
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    List.of(name + ": failed to start. " + cause(instance.failure));
            default -> List.of();
        };
    }

    private static List<String> missing(String name, ComponentConfigurationDTO instance) {
        List<String> lines = new ArrayList<>();
        for (UnsatisfiedReferenceDTO reference : instance.unsatisfiedReferences) {
            String target = reference.target == null ? "" : " with " + reference.target;
            lines.add(name + ": nobody publishes " + type(instance, reference) + target);
        }
        return lines;
    }

    /** What a reference wants; those of constructors have no name that says it. */
    private static String type(
            ComponentConfigurationDTO instance, UnsatisfiedReferenceDTO unsatisfied) {
        return Stream.of(instance.description.references)
                .filter(reference -> reference.name.equals(unsatisfied.name))
                .map(reference -> reference.interfaceName)
                .findFirst()
                .orElse(unsatisfied.name);
    }

    /** The innermost cause of a stack as text: the rest is SCR's. */
    private static String cause(String stack) {
        return stack.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((outer, inner) -> inner)
                .orElse(stack);
    }
}
