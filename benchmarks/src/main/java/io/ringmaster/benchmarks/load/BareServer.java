package io.ringmaster.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import reactor.netty.resources.LoopResources;

/**
 * The least that a server in Java does for a request: it reads it with the codec of Netty, looks at nothing, and answers the same
 * to everybody, as long as the answer to a beat is. What another server costs beyond this is what it does.
 */
final class BareServer {

    private static final String PORT = "--server.port=";

    private static final byte[] ANSWER =
            "{\"renewEverySeconds\":3,\"register\":[],\"stale\":[]}".getBytes(StandardCharsets.UTF_8);

    private BareServer() {}

    /**
     * Serves until it is killed.
     *
     * @param args {@code --server.port=} and the port
     */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0].substring(PORT.length()));
        LoopResources threads = LoopResources.create("bare");
        EventLoopGroup loops = threads.onServer(true);
        new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> threads.onChannel(ServerSocketChannel.class, loops))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast(new HttpServerCodec(), new Constant());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private static final class Constant extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof LastHttpContent) {
                ByteBuf body = Unpooled.wrappedBuffer(ANSWER);
                FullHttpResponse answer =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
                answer.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, ANSWER.length);
                context.writeAndFlush(answer);
            }
        }
    }
}
