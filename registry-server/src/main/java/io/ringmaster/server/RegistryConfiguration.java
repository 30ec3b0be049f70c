package io.ringmaster.server;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.ringmaster.model.Revision;
import io.ringmaster.server.registry.Callers;
import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.FrequentCall;
import io.ringmaster.server.registry.FrequentStream;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.Nodes;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.server.registry.RegistrySettings;
import io.ringmaster.server.registry.RegistryStore;
import io.ringmaster.time.Ticker;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.http.server.reactive.HttpHandler;

/** Where the heart of the registry meets Spring: its parts, its two threads, its time. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistryProperties.class)
class RegistryConfiguration {

    private static final int EPOCH_LENGTH = 8;

    private static final int LEAST_READ_BYTES = 2048;
    private static final int MOST_READ_BYTES = 65_536;

    @Bean
    Ticker ticker() {
        return Ticker.system();
    }

    /** Wakes the watchers; a burst of changes becomes one wake-up while it is busy. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService pushExecutor() {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, "ringmaster-push"));
    }

    @Bean
    ChangeLog changeLog(RegistryProperties properties, ExecutorService pushExecutor) {
        return new ChangeLog(new Revision(newEpoch(), 0), properties.changeLogCapacity(), pushExecutor);
    }

    /** For a registry without a feature that brings a store of its own. */
    @Bean
    @Fallback
    RegistryStore registryStore(ChangeLog log) {
        return new MemoryStore(log);
    }

    @Bean
    EventHistory eventHistory(RegistryProperties properties) {
        return new EventHistory(properties.historyCapacity());
    }

    @Bean
    RegistryObservers registryObservers(EventHistory history) {
        RegistryObservers observers = new RegistryObservers();
        observers.add(history);
        return observers;
    }

    @Bean
    Registry registry(RegistryStore store, RegistryProperties properties, RegistryObservers observers, Ticker ticker) {
        RegistrySettings settings = new RegistrySettings(
                properties.lease().defaultTtl(),
                properties.settlingTime(),
                properties.protection().rules(),
                properties.limits().services(),
                properties.limits().instances(),
                properties.limits().sessions(),
                properties.limits().instancesPerIdentity(),
                properties.limits().sessionsPerIdentity(),
                (int) properties.limits().metadata().toBytes());
        return new Registry(store, settings, observers, ticker.now());
    }

    /** For a registry without a feature that knows of others. */
    @Bean
    @Fallback
    Nodes nodes(Registry registry) {
        return Nodes.alone(registry);
    }

    @Bean
    ExpiryTimer expiryTimer(Registry registry, ChangeLog log, Ticker ticker) {
        return new ExpiryTimer(registry, log, ticker);
    }

    @Bean
    ApplicationListener<ReactiveWebServerInitializedEvent> readyReport() {
        return new ReadyReport();
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> shortWay(
            ObjectProvider<FrequentCall> calls, Callers callers) {
        List<FrequentCall> frequent = calls.stream().toList();
        return factory -> factory.addServerCustomizers(server ->
                server.doOnChannelInit((observer, connection, remote) -> ShortWay.lead(connection, frequent, callers)));
    }

    /**
     * What is read at once. Reactor Netty asks for each piece by itself, and Netty makes them as small as the requests before: so a
     * registration after beats came in two pieces, which costs half of a request more.
     */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> wholeRequests() {
        return factory -> factory.addServerCustomizers(server -> server.childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, LEAST_READ_BYTES, MOST_READ_BYTES)));
    }

    /** Puts itself before the framework. */
    @Bean
    static BeanPostProcessor streamWay(ObjectProvider<FrequentStream> streams, ObjectProvider<Callers> callers) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HttpHandler handler
                        ? new StreamWay(handler, streams.stream().toList(), callers.getObject())
                        : bean;
            }
        };
    }

    private static String newEpoch() {
        SecureRandom random = new SecureRandom();
        StringBuilder epoch = new StringBuilder(EPOCH_LENGTH);
        while (epoch.length() < EPOCH_LENGTH) {
            epoch.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return epoch.toString();
    }
}
