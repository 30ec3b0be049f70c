package io.ringmaster.loadbalancer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;

/**
 * The routing key of a single call, said by the caller. It counts before every property and {@link HashKeyResolver}, and for
 * services that have neither. A {@code RestClient}, a {@code WebClient} and an HTTP interface take it as an attribute of the
 * request:
 *
 * <pre>{@code
 * client.get().uri("http://inventory/stock").attribute(RoutingKey.ATTRIBUTE, customer).retrieve()
 *
 * @GetExchange("/stock")
 * Stock stock(@RequestAttribute(RoutingKey.ATTRIBUTE) String customer);
 * }</pre>
 *
 * <p>Every blocking client, a {@code RestTemplate} or a Feign client too, takes it from {@link #call}. The attribute counts
 * before that.
 */
public final class RoutingKey {

    /** The name of the attribute of a request whose value, as a string, is the routing key; null or empty means none. */
    public static final String ATTRIBUTE = "ringmaster.routing-key";

    private static final ThreadLocal<@Nullable String> KEY = new ThreadLocal<>();

    private RoutingKey() {}

    /**
     * Gives this key to every load-balanced call that is made on this thread meanwhile. Calls that go on on another thread,
     * as those of a {@code WebClient} may, do not see it.
     *
     * @param key the key, or null or empty for calls as if nothing had been said
     * @param calls makes the calls
     * @return what that returns
     */
    public static <T extends @Nullable Object> T call(@Nullable String key, Supplier<T> calls) {
        String before = KEY.get();
        KEY.set(key);
        try {
            return calls.get();
        } finally {
            if (before == null) {
                KEY.remove();
            } else {
                KEY.set(before);
            }
        }
    }

    /** Returns the key that the caller has given to this call, or null or an empty string. */
    static @Nullable String of(Request<?> request) {
        Object attribute = request.getContext() instanceof RequestDataContext context
                ? RestClientAttributes.find(context.getClientRequest(), ATTRIBUTE)
                : null;
        return attribute == null ? KEY.get() : attribute.toString();
    }
}
