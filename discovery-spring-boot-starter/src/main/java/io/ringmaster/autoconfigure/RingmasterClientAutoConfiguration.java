package io.ringmaster.autoconfigure;

import io.ringmaster.client.Backoff;
import io.ringmaster.client.CatalogMirror;
import io.ringmaster.client.CatalogWatch;
import io.ringmaster.client.FleetLoad;
import io.ringmaster.client.LoadSource;
import io.ringmaster.client.MirrorSaver;
import io.ringmaster.client.Outage;
import io.ringmaster.client.RegistryClient;
import io.ringmaster.client.RegistryServers;
import io.ringmaster.client.RegistrySession;
import io.ringmaster.client.ReturnHome;
import io.ringmaster.discovery.CatalogHeartbeat;
import io.ringmaster.discovery.FirstListAnnouncement;
import io.ringmaster.time.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.actuator.HasFeatures;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The connection to the registry and the mirror that it feeds. Nothing runs before the context starts. */
@AutoConfiguration(before = {CommonsClientAutoConfiguration.class, ReactiveCommonsClientAutoConfiguration.class})
@ConditionalOnRingmasterEnabled
@EnableConfigurationProperties(RingmasterClientProperties.class)
public final class RingmasterClientAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RingmasterClientAutoConfiguration.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    /** Three of the comment lines that the registry sends every five seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    @Bean
    @ConditionalOnMissingBean
    Ticker ringmasterTicker() {
        return Ticker.system();
    }

    @Bean
    RegistryThreads ringmasterThreads() {
        return new RegistryThreads();
    }

    @Bean
    @ConditionalOnMissingBean
    CatalogMirror ringmasterCatalogMirror() {
        return new CatalogMirror();
    }

    @Bean
    @ConditionalOnMissingBean
    Outage ringmasterOutage(Ticker ticker) {
        return new Outage(ticker);
    }

    @Bean
    @ConditionalOnMissingBean
    RegistryClient ringmasterRegistryClient(
            RingmasterClientProperties properties,
            RegistryThreads threads,
            ObjectProvider<SslBundles> bundles,
            Environment environment) {
        String bundle = properties.ssl().bundle();
        RegistryServers servers = RegistryServers.spread(
                properties.servers(),
                properties.serversIn(environment.getProperty("ringmaster.instance.zone")),
                ThreadLocalRandom.current());
        warnOfPlainText(servers);
        RegistryClient client = new RegistryClient(servers, properties.token(), properties.readTimeout(), () -> {
            HttpClient.Builder http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(properties.connectTimeout())
                    .executor(threads.http());
            if (StringUtils.hasText(bundle)) {
                http.sslContext(bundles.getObject().getBundle(bundle).createSslContext());
            }
            return http.build();
        });
        if (StringUtils.hasText(bundle)) {
            bundles.getObject().addBundleUpdateHandler(bundle, renewed -> client.release());
        }
        return client;
    }

    @Bean
    @ConditionalOnMissingBean
    RegistrySession ringmasterRegistrySession(
            RegistryClient client,
            CatalogMirror mirror,
            Outage outage,
            ObjectProvider<LoadSource> ownLoad,
            ObjectProvider<FleetLoad> fleetLoad,
            RegistryThreads threads,
            Environment environment) {
        return new RegistrySession(
                client,
                mirror,
                outage,
                UUID.randomUUID().toString(),
                environment.getProperty("spring.application.name"),
                ownLoad.getIfAvailable(() -> LoadSource.NONE),
                fleetLoad.getIfAvailable(() -> FleetLoad.NONE),
                backoff(),
                threads.session());
    }

    @Bean
    @ConditionalOnMissingBean
    CatalogWatch ringmasterCatalogWatch(
            RegistryClient client,
            CatalogMirror mirror,
            Outage outage,
            RegistrySession session,
            RingmasterClientProperties properties,
            Ticker ticker,
            RegistryThreads threads) {
        return new CatalogWatch(
                client,
                mirror,
                outage,
                new CatalogWatch.Settings(session.id(), properties.services(), SILENCE),
                backoff(),
                ticker,
                threads.watch());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "ringmaster.client.snapshot.enabled", matchIfMissing = true)
    MirrorSaver ringmasterMirrorSaver(
            CatalogMirror mirror,
            RegistryClient client,
            CatalogWatch watch,
            RingmasterClientProperties properties,
            Ticker ticker,
            RegistryThreads threads,
            Environment environment) {
        return new MirrorSaver(
                mirror,
                client.servers(),
                new MirrorSaver.Settings(
                        properties.snapshot().path(),
                        environment.getProperty("spring.application.name", "application"),
                        properties.snapshot().maxAge()),
                watch::connected,
                ticker,
                threads.disk());
    }

    @Bean
    RegistryConnection ringmasterRegistryConnection(
            RegistryClient client,
            CatalogWatch watch,
            RegistrySession session,
            ObjectProvider<MirrorSaver> saver,
            RegistryThreads threads,
            RingmasterClientProperties properties,
            Ticker ticker) {
        return new RegistryConnection(
                client,
                watch,
                session,
                new ReturnHome(
                        client.servers(),
                        ticker,
                        () -> ThreadLocalRandom.current().nextDouble()),
                saver.getIfAvailable(),
                threads,
                properties.failFast(),
                properties.initialSyncTimeout());
    }

    @Bean
    CatalogHeartbeat ringmasterCatalogHeartbeat(
            CatalogMirror mirror, ApplicationContext context, Ticker ticker, RegistryThreads threads) {
        CatalogHeartbeat heartbeat = new CatalogHeartbeat(context, ticker, threads.events());
        mirror.addListener(heartbeat);
        return heartbeat;
    }

    @Bean
    FirstListAnnouncement ringmasterFirstListAnnouncement(
            ApplicationContext context, CatalogWatch watch, CatalogMirror mirror, RegistryThreads threads) {
        return new FirstListAnnouncement(context, watch, mirror, threads.events());
    }

    @Bean
    HasFeatures ringmasterFeatures() {
        return HasFeatures.namedFeature("Ringmaster", CatalogMirror.class);
    }

    private static void warnOfPlainText(RegistryServers servers) {
        List<URI> open = servers.inPlainText();
        if (!open.isEmpty()) {
            log.warn(
                    "The registry is called in plain text at {}: whoever is on the way can read the token of this application"
                            + " and say where its calls go. Give the registry a certificate (server.ssl.bundle), and write"
                            + " https:// in ringmaster.client.servers.",
                    open);
        }
    }

    private static Backoff backoff() {
        return new Backoff(
                FIRST_RETRY, LAST_RETRY, () -> ThreadLocalRandom.current().nextDouble());
    }
}
