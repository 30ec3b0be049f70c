package io.ringmaster.loadbalancer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Finds who finds the key: the more specific one wins, and only one is asked. */
final class HashKeyResolvers {

    private HashKeyResolvers() {}

    /**
     * Returns the resolver of a service, or null if its calls have no key.
     *
     * @param context the context of the load-balancer client; its parent is that of the application
     */
    static @Nullable HashKeyResolver of(String service, ConfigurableApplicationContext context) {
        RoutingRules rules = context.getBean(RoutingRules.class);
        // By name, because a search by type would find those of the application as well.
        String[] own = context.getBeanFactory().getBeanNamesForType(HashKeyResolver.class);
        if (own.length > 1) {
            throw new NoUniqueBeanDefinitionException(HashKeyResolver.class, own);
        }
        if (own.length == 1) {
            return context.getBean(own[0], HashKeyResolver.class);
        }
        HashKeyResolver ofService = rules.ofService(service);
        if (ofService != null) {
            return ofService;
        }
        ApplicationContext application = context.getParent();
        HashKeyResolver ofApplication = application == null
                ? null
                : application.getBeanProvider(HashKeyResolver.class).getIfAvailable();
        return ofApplication != null ? ofApplication : rules.ofAll();
    }
}
