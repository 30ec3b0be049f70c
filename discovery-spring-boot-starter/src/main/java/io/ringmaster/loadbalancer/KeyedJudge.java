package io.ringmaster.loadbalancer;

import io.ringmaster.routing.Fraction;
import io.ringmaster.routing.Judge;
import io.ringmaster.routing.Objection;
import org.jspecify.annotations.Nullable;

/** Judges for one call with a key: by what the registry lists, and by what this caller knows. For one thread. */
final class KeyedJudge implements Judge {

    private final RoutingTable table;
    private final ServiceTraffic traffic;
    private final long keyHash;
    private final long nowNanos;
    private final long nowMillis;
    private final boolean ejects;
    private final @Nullable ZoneShare zone;
    private final boolean staysInZone;
    private boolean objected;

    KeyedJudge(RoutingTable table, ServiceTraffic traffic, long keyHash) {
        this.table = table;
        this.traffic = traffic;
        this.keyHash = keyHash;
        this.nowNanos =
                traffic.isBounded() || traffic.hasEjected() ? traffic.ticker().nanos() : 0;
        this.nowMillis = table.nowMillis();
        this.ejects = traffic.ejects(nowNanos);
        this.zone = table.zone();
        // Each key has its place, so it is always the same ones that go elsewhere.
        this.staysInZone = zone != null && Fraction.middle(keyHash) < zone.stays();
    }

    /** Whether it has said anything against somebody who may be called. */
    boolean objected() {
        return objected;
    }

    @Override
    public @Nullable Objection against(int index) {
        Objection objection = find(index);
        objected |= objection != null && objection != Objection.NOT_CALLABLE;
        return objection;
    }

    private @Nullable Objection find(int index) {
        Choice choice = table.onRing(index);
        if (choice == null) {
            return Objection.NOT_CALLABLE;
        }
        if (ejects && choice.traffic().ejection().isOn(nowNanos)) {
            return Objection.EJECTED;
        }
        if (zone != null && zone.isLocal(choice.source()) != staysInZone) {
            return staysInZone ? Objection.OTHER_ZONE : Objection.ZONE_IS_SHORT;
        }
        Objection listed = table.listedAgainst(index, keyHash, nowMillis);
        if (listed != null) {
            return listed;
        }
        return traffic.isBounded() && traffic.isOverBound(choice.traffic(), table.partOfWeight(choice), nowNanos)
                ? Objection.OVER_BOUND
                : null;
    }
}
