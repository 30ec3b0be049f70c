package io.ringmaster.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancedRetryContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancedRetryPolicy;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.ServiceInstanceChooser;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.blocking.retry.BlockingLoadBalancedRetryFactory;
import org.springframework.cloud.loadbalancer.blocking.retry.BlockingLoadBalancedRetryPolicy;

/**
 * Lets the blocking clients go on to the next instance with a call of any method when there was no connection, because nothing
 * of it was sent. Spring's own asks about the method alone.
 */
public final class UnsentCallRetryFactory extends BlockingLoadBalancedRetryFactory {

    private final ReactiveLoadBalancer.Factory<ServiceInstance> clients;

    /**
     * @param clients has the properties of each service
     */
    public UnsentCallRetryFactory(ReactiveLoadBalancer.Factory<ServiceInstance> clients) {
        super(clients);
        this.clients = clients;
    }

    @Override
    public LoadBalancedRetryPolicy createRetryPolicy(String service, ServiceInstanceChooser chooser) {
        return new Policy(clients.getProperties(service));
    }

    private static final class Policy extends BlockingLoadBalancedRetryPolicy {

        Policy(LoadBalancerProperties properties) {
            super(properties);
        }

        @Override
        public boolean canRetry(LoadBalancedRetryContext context) {
            return super.canRetry(context) || Failures.unsent(context.getLastThrowable());
        }
    }
}
