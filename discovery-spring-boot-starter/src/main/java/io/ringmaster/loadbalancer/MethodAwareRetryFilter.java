package io.ringmaster.loadbalancer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerRetryContext;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerRetryPolicy;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableLoadBalancerExchangeFilterFunction;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Retries calls of a {@code WebClient}, but only those that may be repeated. Spring's filter asks about the method before
 * it retries because of a status, and not before it retries because of an exception: with it alone, a POST whose connection
 * broke after it was sent would be sent again. Here a call is retried if its method allows it, that is for GET, or for
 * all with {@code spring.cloud.loadbalancer.retry.retry-on-all-operations=true}, or if nothing of it was sent, as it is for the
 * blocking clients.
 */
public final class MethodAwareRetryFilter extends RetryableLoadBalancerExchangeFilterFunction {

    private final LoadBalancerRetryPolicy.Factory policies;
    private final RetryableLoadBalancerExchangeFilterFunction unsentOnly;

    /**
     * @param policies the policy of each service
     * @param clients the load balancer of each service
     * @param transformers change a request once its instance is chosen
     */
    public MethodAwareRetryFilter(
            LoadBalancerRetryPolicy.Factory policies,
            ReactiveLoadBalancer.Factory<ServiceInstance> clients,
            List<LoadBalancerClientRequestTransformer> transformers) {
        super(policies, clients, transformers);
        this.policies = policies;
        this.unsentOnly = new RetryableLoadBalancerExchangeFilterFunction(
                service -> new UnsentOnly(policies.apply(service)), clients, transformers);
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        String service = request.url().getHost();
        boolean repeatable = service != null && policies.apply(service).canRetryOnMethod(request.method());
        return repeatable ? super.filter(request, next) : unsentOnly.filter(request, next);
    }

    /** Spring's policy for a method that may not be repeated: no status and no exception but the one allows it. */
    private record UnsentOnly(LoadBalancerRetryPolicy policy) implements LoadBalancerRetryPolicy {

        @Override
        public boolean canRetrySameServiceInstance(LoadBalancerRetryContext context) {
            return policy.canRetrySameServiceInstance(context);
        }

        @Override
        public boolean canRetryNextServiceInstance(LoadBalancerRetryContext context) {
            return policy.canRetryNextServiceInstance(context);
        }

        @Override
        public boolean retryableStatusCode(int statusCode) {
            return false;
        }

        @Override
        public boolean retryableException(@Nullable Throwable failure) {
            return Failures.unsent(failure);
        }

        @Override
        public boolean canRetryOnMethod(HttpMethod method) {
            return false;
        }
    }
}
