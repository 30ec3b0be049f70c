package io.ringmaster.loadbalancer;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;

/**
 * Follows every load-balanced call from its start to its end: how many are in flight, how long they take, which fail. An
 * instance that could not be connected to, or is left out because its calls fail, is passed on, so that the registry looks
 * after it at once. Any thread may call it.
 *
 * <p>The end of a call may be lost, for Spring Cloud tells of none when a call is cancelled. The filters that hear of that
 * tell {@link #takeStarted()} about it; whatever is still open after a minute no longer counts.
 */
public final class CallTracking implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

    private static final int SERVER_ERROR = 500;
    private static final long LOST_AFTER_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SWEEP_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final RoutingTables tables;
    private final Ticker ticker;
    private final Consumer<InstanceKey> report;
    private final Map<Start, Call> calls = new ConcurrentHashMap<>();
    private final AtomicLong nextSweepNanos;
    private final ThreadLocal<@Nullable Call> started = new ThreadLocal<>();

    /**
     * @param report takes the instances that the registry should look after; must return at once
     */
    public CallTracking(RoutingTables tables, Ticker ticker, Consumer<InstanceKey> report) {
        this.tables = tables;
        this.ticker = ticker;
        this.report = report;
        this.nextSweepNanos = new AtomicLong(ticker.nanos() + SWEEP_EVERY_NANOS);
    }

    /** The request that a call started with. Itself, since requests compare all their headers. */
    private static final class Start {

        private final Object request;

        Start(Object request) {
            this.request = request;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Start start && start.request == request;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(request);
        }
    }

    /** One call that is in flight. */
    final class Call {

        private final Start start;
        private final InstanceKey key;
        private final ServiceTraffic service;
        private final InstanceTraffic instance;
        private final long startedNanos;

        private Call(Start start, InstanceKey key, ServiceTraffic service, InstanceTraffic instance) {
            this.start = start;
            this.key = key;
            this.service = service;
            this.instance = instance;
            this.startedNanos = ticker.nanos();
            service.started(instance, startedNanos);
        }

        /** Ends the call, without a word about how it went; once, however often it is told. */
        boolean end() {
            if (!calls.remove(start, this)) {
                return false;
            }
            service.ended(instance);
            return true;
        }
    }

    /** The other two types differ with the way a call is made, so only the last one counts. */
    @Override
    public boolean supports(Class requestContextClass, Class responseClass, Class serverTypeClass) {
        return ServiceInstance.class.isAssignableFrom(serverTypeClass);
    }

    @Override
    public void onStart(Request<Object> request) {}

    @Override
    public void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
        started.remove();
        ServiceInstance server = response.getServer();
        if (server == null) {
            return;
        }
        ServiceRoutes routes = tables.find(server.getServiceId());
        String id = routes == null ? null : routes.idOf(server);
        if (routes == null || id == null) {
            return;
        }
        Start start = new Start(request);
        end(calls.get(start));
        Call call = new Call(
                start,
                new InstanceKey(routes.service(), id),
                routes.traffic(),
                routes.traffic().of(id));
        calls.put(start, call);
        started.set(call);
        sweep(call.startedNanos);
    }

    @Override
    public void onComplete(CompletionContext<Object, ServiceInstance, Object> completion) {
        Request<Object> request = completion.getLoadBalancerRequest();
        Call call = request == null ? null : calls.get(new Start(request));
        // Nothing was started for a call that found nobody, and what is told twice has ended before.
        if (call == null || completion.status() == CompletionContext.Status.DISCARD || !call.end()) {
            return;
        }
        Throwable failure = completion.getThrowable();
        boolean unreachable = Failures.unsent(failure);
        if (started.get() == call) {
            started.remove();
        }
        long nowNanos = ticker.nanos();
        if (Failures.onTheWay(failure) || isServerError(completion.getClientResponse())) {
            boolean ejected = call.service.failed(call.key.id(), call.instance, nowNanos);
            if (unreachable || ejected) {
                report.accept(call.key);
            }
        } else if (completion.status() == CompletionContext.Status.SUCCESS) {
            call.instance.ejection().succeeded();
            call.service.took(call.instance, nowNanos - call.startedNanos, nowNanos);
        }
    }

    /**
     * Returns the call that this thread has started last, and forgets that it did: for whoever continues a call right after
     * its start and hears of its cancellation. Null if there is none.
     */
    @Nullable
    Call takeStarted() {
        Call call = started.get();
        started.remove();
        return call;
    }

    private void sweep(long nowNanos) {
        long next = nextSweepNanos.get();
        if (nowNanos - next >= 0 && nextSweepNanos.compareAndSet(next, nowNanos + SWEEP_EVERY_NANOS)) {
            for (Call call : calls.values()) {
                if (nowNanos - call.startedNanos > LOST_AFTER_NANOS) {
                    call.end();
                }
            }
            tables.forgetOldReports(nowNanos);
        }
    }

    private static void end(@Nullable Call call) {
        if (call != null) {
            call.end();
        }
    }

    private static boolean isServerError(@Nullable Object response) {
        return response instanceof ResponseData data
                && data.getHttpStatus() != null
                && data.getHttpStatus().value() >= SERVER_ERROR;
    }
}
