package io.ringmaster.server.liveness;

import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.ringmaster.model.Check;
import io.ringmaster.model.Registration;
import io.ringmaster.server.registry.Finding;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * Asks an instance whether it lives, in the way of its check: connects to its port and hangs up, or sends one GET. It reads a
 * status and no more of the answer, follows nobody elsewhere, keeps no connection and blocks no thread.
 */
final class Probe {

    private final Duration timeout;
    private final ProbeFence fence;
    private final LoopResources loops;
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Scheduler scheduler;
    private final TcpClient tcp;
    private final HttpClient http;

    /**
     * @param timeout for the connection, and again for the answer
     * @param scheduler keeps the time of a probe
     */
    Probe(
            Duration timeout,
            ProbeFence fence,
            LoopResources loops,
            AddressResolverGroup<InetSocketAddress> names,
            Scheduler scheduler) {
        this.timeout = timeout;
        this.fence = fence;
        this.scheduler = scheduler;
        this.loops = loops;
        this.names = names;
        this.tcp = TcpClient.create(ConnectionProvider.newConnection())
                .runOn(loops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis());
        this.http = HttpClient.create(ConnectionProvider.newConnection())
                .runOn(loops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .responseTimeout(timeout)
                .disableRetry(true)
                .followRedirect(false)
                .headers(
                        headers -> headers.set("User-Agent", "Ringmaster-Probe").set("Connection", "close"));
    }

    /** Probes the instance if the fence allows its address. Never ends in an error. */
    Mono<Finding> probe(Registration claim, String registeredFrom) {
        if (claim.check().type() == Check.Type.NONE) {
            return Mono.just(Finding.NOT_WANTED);
        }
        return resolve(claim.host())
                .flatMap(address -> fence.allows(address, registeredFrom)
                        ? ask(claim, new InetSocketAddress(address, claim.port()))
                        : Mono.just(Finding.NOT_ALLOWED))
                .timeout(timeout.multipliedBy(3), scheduler)
                .onErrorResume(error -> Mono.just(finding(error)));
    }

    private Mono<Finding> ask(Registration claim, InetSocketAddress address) {
        String path = claim.check().path();
        return path == null ? connect(address) : get(claim, address, path);
    }

    private Mono<Finding> connect(InetSocketAddress address) {
        return tcp.remoteAddress(() -> address)
                .connect()
                .doOnNext(Connection::dispose)
                .map(connection -> Finding.CONNECTED);
    }

    private Mono<Finding> get(Registration claim, InetSocketAddress address, String path) {
        HttpClient client = "https".equals(claim.scheme()) ? http.secure(Probe::trustAnybody) : http;
        return client.remoteAddress(() -> address)
                .headers(headers -> headers.set("Host", claim.endpoint().authority()))
                .get()
                .uri(path)
                .responseSingle((response, body) -> Mono.just(response.status().code()))
                .map(status -> status < 500 ? Finding.ANSWERED : Finding.UNHEALTHY);
    }

    /** A probe asks whether somebody lives, not who it is; it sends nothing that a stranger could use. */
    private static void trustAnybody(reactor.netty.tcp.SslProvider.SslContextSpec spec) {
        try {
            spec.sslContext(SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException("This JVM has no TLS.", e);
        }
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

    private static Finding finding(Throwable error) {
        if (error instanceof ConnectException && !(error instanceof ConnectTimeoutException)) {
            return Finding.REFUSED;
        }
        if (error instanceof SSLException) {
            // It speaks, and wants a certificate that the registry does not have.
            return Finding.CONNECTED;
        }
        return error instanceof ReadTimeoutException || error instanceof TimeoutException
                ? Finding.SILENT
                : Finding.UNREACHABLE;
    }
}
