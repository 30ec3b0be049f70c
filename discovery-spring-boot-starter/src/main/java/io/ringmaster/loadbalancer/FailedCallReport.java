package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.ServiceCatalog;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;

/**
 * Passes on which instances a call could not even connect to, so that the registry looks after them at once. What went wrong
 * after connecting says nothing about whether an instance is there, and is not passed on. Any thread may call it.
 */
public final class FailedCallReport implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

    /** A cause of a cause; deeper ones are not worth a look on the way of a request. */
    private static final int MAX_CAUSES = 8;

    private final CatalogMirror mirror;
    private final Consumer<InstanceKey> report;

    /**
     * @param report takes the instances; must return at once
     */
    public FailedCallReport(CatalogMirror mirror, Consumer<InstanceKey> report) {
        this.mirror = mirror;
        this.report = report;
    }

    /** The other two types differ with the way a call is made, so only the last one counts. */
    @Override
    public boolean supports(Class requestContextClass, Class responseClass, Class serverTypeClass) {
        return ServiceInstance.class.isAssignableFrom(serverTypeClass);
    }

    @Override
    public void onStart(Request<Object> request) {}

    @Override
    public void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {}

    @Override
    public void onComplete(CompletionContext<Object, ServiceInstance, Object> completion) {
        if (completion.status() != CompletionContext.Status.FAILED || !couldNotConnect(completion.getThrowable())) {
            return;
        }
        Response<ServiceInstance> response = completion.getLoadBalancerResponse();
        ServiceInstance instance = response == null ? null : response.getServer();
        InstanceKey listed = instance == null ? null : listed(instance);
        if (listed != null) {
            report.accept(listed);
        }
    }

    private @Nullable InstanceKey listed(ServiceInstance instance) {
        String id = instance.getInstanceId();
        ServiceCatalog service = id == null ? null : mirror.service(instance.getServiceId());
        return id == null || service == null || service.find(id) == null ? null : new InstanceKey(service.name(), id);
    }

    private static boolean couldNotConnect(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
