package io.ringmaster.server.liveness;

import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** Connects to the port of an instance and hangs up at once. Sends nothing, reads nothing, blocks no thread. */
final class TcpProbe {

    private final Duration timeout;
    private final LoopResources loops;
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Scheduler scheduler;
    private final TcpClient client;

    /**
     * @param scheduler keeps the time of a probe
     */
    TcpProbe(
            Duration timeout, LoopResources loops, AddressResolverGroup<InetSocketAddress> names, Scheduler scheduler) {
        this.timeout = timeout;
        this.scheduler = scheduler;
        this.loops = loops;
        this.names = names;
        this.client = TcpClient.create(ConnectionProvider.newConnection())
                .runOn(loops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis());
    }

    /** Probes the port if the fence allows the address. Never ends in an error. */
    Mono<ProbeOutcome> probe(String host, int port, String registeredFrom) {
        return resolve(host)
                .flatMap(address -> ProbeFence.allows(address, registeredFrom)
                        ? connect(new InetSocketAddress(address, port))
                        : Mono.just(ProbeOutcome.NOT_ALLOWED))
                .timeout(timeout.multipliedBy(2), scheduler)
                .onErrorResume(error -> Mono.just(outcome(error)));
    }

    private Mono<ProbeOutcome> connect(InetSocketAddress address) {
        return client.remoteAddress(() -> address)
                .connect()
                .doOnNext(Connection::dispose)
                .map(connection -> ProbeOutcome.CONNECTED);
    }

    private Mono<InetAddress> resolve(String host) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        if (literal != null) {
            return Mono.just(literal);
        }
        return Mono.create(sink -> {
            EventLoop loop =
                    (EventLoop) loops.onClient(LoopResources.DEFAULT_NATIVE).next();
            AddressResolver<InetSocketAddress> resolver = names.getResolver(loop);
            resolver.resolve(InetSocketAddress.createUnresolved(host, 0))
                    .addListener((Future<InetSocketAddress> resolved) -> {
                        if (resolved.isSuccess()) {
                            sink.success(resolved.getNow().getAddress());
                        } else {
                            sink.error(resolved.cause());
                        }
                    });
        });
    }

    private static ProbeOutcome outcome(Throwable error) {
        boolean refused = error instanceof ConnectException && !(error instanceof ConnectTimeoutException);
        return refused ? ProbeOutcome.REFUSED : ProbeOutcome.UNREACHABLE;
    }
}
