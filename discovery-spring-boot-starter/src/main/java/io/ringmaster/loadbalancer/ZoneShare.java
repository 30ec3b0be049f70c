package io.ringmaster.loadbalancer;

import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;

/**
 * Which part of the calls stays in the caller's zone. All do while enough of its instances may be called; below that it is
 * proportionate, so that those who are left are not given more than they can take.
 */
record ZoneShare(String zone, double stays) {

    /**
     * Returns the share for a service.
     *
     * @param overflowBelow the part of the zone's instances that must be callable for all calls to stay
     */
    static ZoneShare of(ServiceCatalog service, String zone, double overflowBelow) {
        long listed = count(service.instances(), zone);
        long callable = count(service.routable(), zone);
        double healthy = listed == 0 ? 0 : callable / (double) listed;
        boolean alone = callable == service.routable().size();
        return new ZoneShare(zone, alone || callable > 0 && healthy >= overflowBelow ? 1 : healthy / overflowBelow);
    }

    boolean isLocal(Instance instance) {
        return zone.equals(instance.registration().zone());
    }

    private static long count(Iterable<Instance> instances, String zone) {
        long count = 0;
        for (Instance instance : instances) {
            count += zone.equals(instance.registration().zone()) ? 1 : 0;
        }
        return count;
    }
}
