package io.ringmaster.server.registry;

import io.ringmaster.model.InstanceKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All observers as one. Any thread may add one. */
public final class RegistryObservers implements RegistryObserver {

    private final List<RegistryObserver> observers = new CopyOnWriteArrayList<>();

    /** Adds an observer, which is told of everything from now on. */
    public void add(RegistryObserver observer) {
        observers.add(observer);
    }

    @Override
    public void happened(RegistryEvent event) {
        observers.forEach(observer -> observer.happened(event));
    }

    @Override
    public void heartbeat(Heartbeat outcome) {
        observers.forEach(observer -> observer.heartbeat(outcome));
    }

    @Override
    public void doubted(Doubt doubt) {
        observers.forEach(observer -> observer.doubted(doubt));
    }

    @Override
    public void doubtedElsewhere(InstanceKey key) {
        observers.forEach(observer -> observer.doubtedElsewhere(key));
    }

    @Override
    public void probed(String outcome) {
        observers.forEach(observer -> observer.probed(outcome));
    }

    @Override
    public void acknowledged() {
        observers.forEach(RegistryObserver::acknowledged);
    }

    @Override
    public void protectionChanged(String service, ProtectionState state) {
        observers.forEach(observer -> observer.protectionChanged(service, state));
    }

    @Override
    public void refused(String code) {
        observers.forEach(observer -> observer.refused(code));
    }

    @Override
    public void stoodStill(Duration gap) {
        observers.forEach(observer -> observer.stoodStill(gap));
    }

    @Override
    public void manyStreamsBroke(int broke, int stillOpen) {
        observers.forEach(observer -> observer.manyStreamsBroke(broke, stillOpen));
    }

    @Override
    public void journalWritten(Duration took, long size) {
        observers.forEach(observer -> observer.journalWritten(took, size));
    }

    @Override
    public void journalFailed() {
        observers.forEach(observer -> observer.journalFailed());
    }

    @Override
    public void bridged(int in, int out, Duration silent) {
        observers.forEach(observer -> observer.bridged(in, out, silent));
    }
}
