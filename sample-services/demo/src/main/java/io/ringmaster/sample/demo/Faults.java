package io.ringmaster.sample.demo;

import java.util.ArrayList;
import java.util.List;

/** All faults, in the order in which they happen. */
final class Faults {

    private Faults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>(List.of(new KillFault(), new HangFault(), new ReadyFault()));
        for (Traffic.Route route : Traffic.Route.values()) {
            for (Traffic.Method method : Traffic.Method.values()) {
                faults.add(new StopFault(new Traffic(route, method)));
            }
        }
        for (Traffic.Route route : Traffic.Route.values()) {
            for (Traffic.Method method : Traffic.Method.values()) {
                faults.add(new DeployFault(new Traffic(route, method)));
            }
        }
        faults.add(new DockerStopFault());
        faults.add(new RegistryRestartFault("KILL"));
        faults.add(new RegistryRestartFault("TERM"));
        for (NodeFault.Kind kind : NodeFault.Kind.values()) {
            faults.add(new NodeFault(kind));
        }
        faults.add(new RegistryGoneFault());
        faults.add(new RefusedFault());
        for (EurekaKillFault.Kind kind : EurekaKillFault.Kind.values()) {
            faults.add(new EurekaKillFault(kind));
        }
        for (CrowdFault.Kind kind : CrowdFault.Kind.values()) {
            faults.add(new CrowdFault(kind));
        }
        for (NetworkFault.Kind kind : NetworkFault.Kind.values()) {
            faults.add(new NetworkFault(kind));
        }
        return List.copyOf(faults);
    }

    /**
     * Returns those with one of these names; {@code deploy} names all whose name begins with {@code deploy-}.
     *
     * @param names empty for all
     * @throws IllegalArgumentException if nothing has such a name
     */
    static List<Fault> named(List<String> names) {
        List<Fault> all = all();
        for (String name : names) {
            if (all.stream().noneMatch(fault -> isNamed(fault, name))) {
                throw new IllegalArgumentException(
                        "There is no fault '" + name + "'. sample-services/run-faults --list names them.");
            }
        }
        return all.stream()
                .filter(fault -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(fault, name)))
                .toList();
    }

    private static boolean isNamed(Fault fault, String name) {
        return fault.name().equals(name) || fault.name().startsWith(name + "-");
    }
}
