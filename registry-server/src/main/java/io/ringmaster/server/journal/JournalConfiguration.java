package io.ringmaster.server.journal;

import io.ringmaster.server.registry.ChangeLog;
import io.ringmaster.server.registry.EventHistory;
import io.ringmaster.server.registry.MemoryStore;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Wires the store that survives a restart, and the thread that writes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalProperties.class)
class JournalConfiguration {

    /** Changes of ten thousand instances that come or go at once, and of the history they make. */
    private static final int QUEUE = 1 << 15;

    private static @Nullable Path directory(JournalProperties properties, Environment environment) {
        return properties.directory(environment.getProperty("server.port", Integer.class, 0));
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnDiskCondition.class)
    static class OnDiskConfiguration {

        @Bean
        JournalQueue journalQueue() {
            return new JournalQueue(QUEUE);
        }

        @Bean(destroyMethod = "close")
        DiskFiles journalFiles(JournalProperties properties, Environment environment) {
            Path directory = directory(properties, environment);
            if (directory == null) {
                throw new IllegalStateException("no folder");
            }
            return DiskFiles.open(directory);
        }

        /** Whoever needs the store gets this one, which knows what was known before. */
        @Bean
        JournaledStore journaledStore(
                ChangeLog log,
                EventHistory history,
                RegistryObservers observers,
                JournalQueue queue,
                DiskFiles files,
                Ticker ticker) {
            Opening opening = Opening.of(files, history.capacity(), ticker.now());
            opening.events().forEach(history::happened);
            JournaledStore store = new JournaledStore(new MemoryStore(log, opening.remembered()), history, queue);
            observers.add(store);
            return store;
        }

        @Bean
        Journal journal(
                DiskFiles files,
                JournaledStore store,
                JournalQueue queue,
                JournalProperties properties,
                RegistryObservers observers,
                Ticker ticker) {
            return new Journal(
                    files,
                    store,
                    queue,
                    properties.fsyncInterval(),
                    properties.maxSize().toBytes(),
                    observers,
                    ticker);
        }

        @Bean(initMethod = "start", destroyMethod = "close")
        JournalThread journalThread(Journal journal, JournalQueue queue) {
            return new JournalThread(journal, queue);
        }

        @Bean
        JournalHealth journalHealthIndicator(Journal journal) {
            return new JournalHealth(journal);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(InMemoryCondition.class)
    static class InMemoryConfiguration {

        InMemoryConfiguration(JournalProperties properties) {
            LoggerFactory.getLogger(Journal.class)
                    .info(
                            "Everything is kept in memory only, because {}.",
                            properties.enabled()
                                    ? "the port is random and ringmaster.server.journal.directory is not set"
                                    : "ringmaster.server.journal.enabled is false");
        }
    }

    static class OnDiskCondition implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            JournalProperties properties =
                    Binder.get(environment).bindOrCreate("ringmaster.server.journal", JournalProperties.class);
            return directory(properties, environment) != null;
        }
    }

    static final class InMemoryCondition extends OnDiskCondition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}
