package io.ringmaster.loadbalancer;

import io.ringmaster.client.CatalogMirror;
import java.util.Locale;
import java.util.Set;
import org.springframework.cache.Cache;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;

/**
 * For users of Spring's own load-balancer configurations, which keep lists for up to 35 seconds: throws away the list of a
 * service as soon as the registry pushes another.
 */
public final class CachedListEviction implements CatalogMirror.Listener {

    private final LoadBalancerCacheManager caches;
    private final LoadBalancerClientFactory clients;

    /**
     * @param caches where the lists are kept
     * @param clients knows under which names services are called
     */
    public CachedListEviction(LoadBalancerCacheManager caches, LoadBalancerClientFactory clients) {
        this.caches = caches;
        this.clients = clients;
    }

    @Override
    public void changed(Set<String> services) {
        Cache cache = caches.getCache(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME);
        if (cache == null) {
            return;
        }
        for (String client : clients.getContextNames()) {
            if (services.contains(client.toLowerCase(Locale.ROOT))) {
                cache.evictIfPresent(client);
            }
        }
    }
}
