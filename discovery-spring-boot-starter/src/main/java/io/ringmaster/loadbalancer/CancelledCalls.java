package io.ringmaster.loadbalancer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Ends the call of a load-balanced {@code WebClient} that is cancelled, by a timeout for example, of which Spring Cloud
 * LoadBalancer tells nobody. It stands right behind Spring's filter, so it runs right after the call has started.
 */
public final class CancelledCalls implements BeanPostProcessor, ExchangeFilterFunction {

    private final ListableBeanFactory beans;
    private final ObjectProvider<CallTracking> tracking;

    /**
     * @param beans where the builders come from
     * @param tracking asked for with the first call
     */
    public CancelledCalls(ListableBeanFactory beans, ObjectProvider<CallTracking> tracking) {
        this.beans = beans;
        this.tracking = tracking;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof WebClient.Builder builder && beans.findAnnotationOnBean(name, LoadBalanced.class) != null) {
            builder.filter(this);
        }
        return bean;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        CallTracking present = tracking.getIfAvailable();
        CallTracking.Call call = present == null ? null : present.takeStarted();
        Mono<ClientResponse> response = next.exchange(request);
        return call == null ? response : response.doOnCancel(call::end);
    }
}
