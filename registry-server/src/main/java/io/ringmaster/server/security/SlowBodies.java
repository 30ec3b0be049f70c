package io.ringmaster.server.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose request does not come to its end in time. The time that Reactor Netty can give for it runs on after a
 * request that is answered at once: each keeps what belongs to it for all that time, and wakes a thread in the end. Here a request that
 * arrives as a whole costs nothing. One for each connection, and of its thread.
 */
final class SlowBodies extends ChannelInboundHandlerAdapter {

    private static final String NAME = "ringmaster.slow-bodies";

    private final Duration patience;

    /** Whether the head of a request is there and its end is not. */
    private boolean unfinished;

    /** The end of the patience with that request. */
    private @Nullable Future<?> end;

    private SlowBodies(Duration patience) {
        this.patience = patience;
    }

    /**
     * Looks after a connection from now on.
     *
     * @param patience the time from the head of a request to its end
     */
    static void watch(Channel connection, Duration patience) {
        if (connection.pipeline().get(NettyPipeline.HttpCodec) != null) {
            connection.pipeline().addAfter(NettyPipeline.HttpCodec, NAME, new SlowBodies(patience));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (part instanceof HttpRequest) {
            unfinished = true;
        }
        if (part instanceof LastHttpContent) {
            finished();
        }
        context.fireChannelRead(part);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (unfinished && end == null) {
            end = context.executor().schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finished();
        context.fireChannelInactive();
    }

    private void finished() {
        unfinished = false;
        Future<?> waiting = end;
        if (waiting != null) {
            waiting.cancel(false);
            end = null;
        }
    }
}
