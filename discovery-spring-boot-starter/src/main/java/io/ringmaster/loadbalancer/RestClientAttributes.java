package io.ringmaster.loadbalancer;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * Shows the attributes of a {@code RestClient}'s request to who chooses an instance for it, on the same thread, since Spring
 * Cloud LoadBalancer passes on everything else of such a request. It stands before Spring's interceptor, in load-balanced
 * builders and in the clients of HTTP interfaces, so it holds for all attempts of a call.
 */
public final class RestClientAttributes
        implements BeanPostProcessor, RestClientHttpServiceGroupConfigurer, ClientHttpRequestInterceptor {

    private static final ThreadLocal<@Nullable Map<String, Object>> SHOWN = new ThreadLocal<>();

    private final ListableBeanFactory beans;

    /**
     * @param beans where the builders come from
     */
    public RestClientAttributes(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Returns an attribute of a request, or null. */
    static @Nullable Object find(@Nullable RequestData request, String name) {
        Map<String, Object> attributes = request == null ? null : request.getAttributes();
        Object value = attributes == null ? null : attributes.get(name);
        if (value != null) {
            return value;
        }
        Map<String, Object> shown = SHOWN.get();
        return shown == null ? null : shown.get(name);
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof RestClient.Builder builder
                && beans.findAnnotationOnBean(name, LoadBalanced.class) != null) {
            standFirst(builder);
        }
        return bean;
    }

    @Override
    public void configureGroups(Groups<RestClient.Builder> groups) {
        groups.forEachClient((group, builder) -> standFirst(builder));
    }

    private void standFirst(RestClient.Builder builder) {
        builder.requestInterceptors(all -> all.add(0, this));
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        // Another call may be made in the course of this one, by an interceptor behind us.
        Map<String, Object> before = SHOWN.get();
        SHOWN.set(request.getAttributes());
        try {
            return execution.execute(request, body);
        } finally {
            if (before == null) {
                SHOWN.remove();
            } else {
                SHOWN.set(before);
            }
        }
    }
}
