package io.ringmaster.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.ringmaster.server.registry.Actor;
import io.ringmaster.server.registry.Callers;
import io.ringmaster.server.registry.FrequentCall;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Where requests come in. Nearly all are beats, and a server for HTTP, the filters, the chain of security and the search for a
 * controller cost many times what a beat does; so a {@link FrequentCall} that is plain in every respect is answered here, right
 * behind the codec. Whatever is not plain goes on as it came, its body included, and so does every refusal. One for each
 * connection, and of its thread.
 */
final class ShortWay extends ChannelDuplexHandler {

    private static final String NAME = "ringmaster.short-way";
    private static final AsciiString PREFER = AsciiString.cached("prefer");

    private final List<FrequentCall> calls;
    private final Callers callers;

    /** Requests on this connection that went on and are not answered. An answer from here must not overtake theirs. */
    private int onTheLongWay;

    /** Waits for its body; everything about it is plain so far. */
    private @Nullable Waiting waiting;

    /** All requests of a connection name the same. */
    private String lastHostHeader = "";

    private @Nullable String lastHost;

    ShortWay(List<FrequentCall> calls, Callers callers) {
        this.calls = calls;
        this.callers = callers;
    }

    private static final class Waiting {
        final HttpRequest request;
        final FrequentCall call;

        /** Whether its body was not there when the rest of it was. */
        boolean late;

        Waiting(HttpRequest request, FrequentCall call) {
            this.request = request;
            this.call = call;
        }
    }

    /** Takes the plain ones of a connection from now on, unless somebody wants to see all of them: a log of accesses, or meters. */
    static void lead(Channel connection, List<FrequentCall> calls, Callers callers) {
        ChannelPipeline pipeline = connection.pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null
                && pipeline.get(NettyPipeline.AccessLogHandler) == null
                && pipeline.get(NettyPipeline.HttpMetricsHandler) == null) {
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, NAME, new ShortWay(calls, callers));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (part instanceof HttpRequest request) {
            FrequentCall call = onTheLongWay == 0 ? PlainRequest.find(request, calls) : null;
            if (call != null) {
                waiting = new Waiting(request, call);
            } else {
                onTheLongWay++;
                context.fireChannelRead(part);
            }
            return;
        }
        Waiting waited = waiting;
        waiting = null;
        if (waited == null) {
            context.fireChannelRead(part);
        } else if (!(part instanceof LastHttpContent body) || !isAnswered(waited, body, context)) {
            goOn(waited, context);
            context.fireChannelRead(part);
        }
    }

    /**
     * A body may come a moment after its head, as the client of the JDK sends it. One that comes later, or in several pieces, is
     * waited for by those who know how long to wait; until then the connection counts as idle.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Waiting waited = waiting;
        if (waited != null && waited.late) {
            waiting = null;
            goOn(waited, context);
        } else if (waited != null) {
            waited.late = true;
            context.read();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object part, ChannelPromise promise) {
        boolean another =
                part instanceof HttpResponse response && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (part instanceof LastHttpContent && !another) {
            onTheLongWay--;
        }
        context.write(part, promise);
    }

    private void goOn(Waiting waited, ChannelHandlerContext context) {
        onTheLongWay++;
        context.fireChannelRead(waited.request);
    }

    private boolean isAnswered(Waiting waited, LastHttpContent body, ChannelHandlerContext context) {
        FrequentCall.Answer answer = answer(waited, body, context);
        if (answer == null) {
            return false;
        }
        body.release();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.json()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.json().length);
        context.writeAndFlush(response);
        // Nothing is read on a connection that nobody asks to read.
        context.read();
        return true;
    }

    /** Returns the name by which this server was called, or null if it is none. */
    private @Nullable String host(HttpRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaderNames.HOST);
        if (headers.size() != 1) {
            return null;
        }
        if (!headers.get(0).equals(lastHostHeader)) {
            lastHostHeader = headers.get(0);
            lastHost = PlainRequest.host(lastHostHeader);
        }
        return lastHost;
    }

    private FrequentCall.@Nullable Answer answer(Waiting waited, LastHttpContent body, ChannelHandlerContext context) {
        String host = host(waited.request);
        if (host == null || body.decoderResult().isFailure()) {
            return null;
        }
        String path = waited.request.uri();
        HttpHeaders headers = waited.request.headers();
        try {
            Actor by = callers.plain(new Callers.Shown(
                    waited.request.method().name(),
                    path,
                    host,
                    headers.get(HttpHeaderNames.AUTHORIZATION),
                    context.channel().remoteAddress() instanceof InetSocketAddress remote ? remote : null));
            return by == null
                    ? null
                    : waited.call.answer(
                            new FrequentCall.Sent(path, ByteBufUtil.getBytes(body.content()), headers.get(PREFER), by));
        } catch (RuntimeException refused) {
            // It has changed nothing. The long way comes to the same refusal and knows how to answer it.
            return null;
        }
    }
}
