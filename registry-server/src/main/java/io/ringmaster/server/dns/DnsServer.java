package io.ringmaster.server.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DnsRecordDecoder;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ringmaster.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Listens for DNS on one port, by UDP and TCP, with one thread for both. */
final class DnsServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DnsServer.class);

    private static final int MAX_CONNECTIONS = 256;
    private static final int LONGEST_QUERY = 512;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration END_WITHIN = Duration.ofSeconds(2);

    private final InetAddress address;
    private final int wantedPort;
    private final Zone zone;
    private final int repliesPerSecond;
    private final Ticker ticker;

    private @Nullable EventLoopGroup loop;
    private int port;

    /** For the event loop. */
    private int connections;

    /**
     * @param port 0 for any free one
     */
    DnsServer(InetAddress address, int port, Zone zone, int repliesPerSecond, Ticker ticker) {
        this.address = address;
        this.wantedPort = port;
        this.zone = zone;
        this.repliesPerSecond = repliesPerSecond;
        this.ticker = ticker;
    }

    /** Returns where it listens. */
    int port() {
        return port;
    }

    @Override
    public void start() {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("ringmaster-dns"), NioIoHandler.newFactory());
        loop = group;
        ReplyLimit limit = new ReplyLimit(repliesPerSecond, ticker.now());
        Channel udp = bound(
                new Bootstrap()
                        .group(group)
                        .channel(NioDatagramChannel.class)
                        .handler(new ChannelInitializer<NioDatagramChannel>() {
                            @Override
                            protected void initChannel(NioDatagramChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new DatagramDnsQueryDecoder(),
                                                new DatagramDnsResponseEncoder(),
                                                new QueryHandler(zone, limit, ticker));
                            }
                        })
                        .bind(address, wantedPort),
                wantedPort);
        port = ((InetSocketAddress) udp.localAddress()).getPort();
        bound(
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accept(channel, limit);
                            }
                        })
                        .bind(address, port),
                port);
        log.info("Answers DNS at {}:{}.", address.getHostAddress(), port);
    }

    private void accept(Channel channel, ReplyLimit limit) {
        if (connections >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        connections++;
        channel.closeFuture().addListener(closed -> connections--);
        channel.pipeline()
                .addLast(
                        new IdleStateHandler(IDLE.toSeconds(), 0, 0, TimeUnit.SECONDS) {
                            @Override
                            protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
                                context.close();
                            }
                        },
                        new TcpDnsQueryDecoder(DnsRecordDecoder.DEFAULT, LONGEST_QUERY),
                        new TcpDnsResponseEncoder(),
                        new QueryHandler(zone, limit, ticker));
    }

    private Channel bound(ChannelFuture binding, int at) {
        binding.awaitUninterruptibly();
        if (!binding.isSuccess()) {
            stop();
            throw new IllegalStateException(
                    "DNS cannot listen at " + address.getHostAddress() + ":" + at
                            + " (ringmaster.server.dns.port). Is something else there, or is the port below 1024? Use another one,"
                            + " such as 8600, and let a resolver forward the domain to it.",
                    binding.cause());
        }
        return binding.channel();
    }

    @Override
    public void stop() {
        EventLoopGroup group = loop;
        loop = null;
        if (group != null) {
            group.shutdownGracefully(0, END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }
}
