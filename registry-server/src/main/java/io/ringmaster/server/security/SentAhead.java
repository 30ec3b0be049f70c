package io.ringmaster.server.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection on which many requests are sent ahead of their answers, or answers are not read. What has arrived on one
 * connection is served before the thread looks at others, so a few such callers would make everybody's heartbeats late, by
 * seconds. No client that is in use sends ahead. It is closed late, so that coming back at once does not help. One for each
 * connection, and of its thread.
 */
final class SentAhead extends ChannelDuplexHandler {

    /** Enough for somebody who tries it by hand. */
    static final int MOST = 8;

    private static final String NAME = "ringmaster.sent-ahead";

    private final Duration pause;

    /** Requests whose answer has not left this process. */
    private int waiting;

    /** Requests that have arrived together. */
    private int together;

    private boolean refused;

    private SentAhead(Duration pause) {
        this.pause = pause;
    }

    /**
     * Looks after a connection from now on.
     *
     * @param pause how late it is closed
     */
    static void watch(Channel connection, Duration pause) {
        if (connection.pipeline().get(NettyPipeline.HttpCodec) != null) {
            connection.pipeline().addAfter(NettyPipeline.HttpCodec, NAME, new SentAhead(pause));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (!refused && part instanceof HttpRequest) {
            waiting++;
            together++;
            if (waiting > MOST || together > MOST) {
                refused = true;
                context.channel().config().setAutoRead(false);
                context.executor().schedule(() -> context.close(), pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        if (refused) {
            ReferenceCountUtil.release(part);
        } else {
            context.fireChannelRead(part);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        together = 0;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object part, ChannelPromise promise) {
        boolean goesOn =
                part instanceof HttpResponse response && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (part instanceof LastHttpContent && !goesOn) {
            context.write(part, promise.unvoid().addListener(left -> waiting--));
        } else {
            context.write(part, promise);
        }
    }
}
