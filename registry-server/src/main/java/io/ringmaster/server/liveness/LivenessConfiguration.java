package io.ringmaster.server.liveness;

import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.server.registry.RegistryObservers;
import io.ringmaster.time.Ticker;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Wires the probes, on the event loops of the web server and one thread of their own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProbeProperties.class)
class LivenessConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler probeScheduler() {
        return Schedulers.newSingle("ringmaster-probe");
    }

    @Bean(destroyMethod = "close")
    DnsAddressResolverGroup probeNames(ReactorResourceFactory resources) {
        LoopResources loops = resources.getLoopResources();
        return new DnsAddressResolverGroup(
                loops.onChannelClass(DatagramChannel.class, loops.onClient(LoopResources.DEFAULT_NATIVE)),
                DnsServerAddressStreamProviders.platformDefault());
    }

    @Bean(destroyMethod = "dispose")
    Prober prober(
            Registry registry,
            RegistryObservers observers,
            ReactorResourceFactory resources,
            DnsAddressResolverGroup probeNames,
            Ticker ticker,
            Scheduler probeScheduler,
            ProbeProperties properties) {
        Probe probe = new Probe(
                properties.timeout(),
                new ProbeFence(properties.allowedNetworks()),
                resources.getLoopResources(),
                probeNames,
                probeScheduler);
        Prober prober = new Prober(registry, observers, probe, ticker, probeScheduler, properties.concurrency());
        observers.add(prober);
        return prober;
    }
}
