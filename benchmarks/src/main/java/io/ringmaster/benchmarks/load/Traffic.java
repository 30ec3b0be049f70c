package io.ringmaster.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all connections receive, with the heads and as it was compressed. Any thread may ask. */
@Sharable
final class Traffic extends ChannelInboundHandlerAdapter {

    private final LongAdder received = new LongAdder();

    long received() {
        return received.sum();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            received.add(bytes.readableBytes());
        }
        context.fireChannelRead(message);
    }
}
