package io.ringmaster.server.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.AbstractDnsOptPseudoRrRecord;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.ReferenceCountUtil;
import io.ringmaster.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a question to the message that answers it: what may be asked at all, how long the message may be, and EDNS (RFC 6891). What
 * cannot be read is not answered. Runs on the event loop of its channel.
 */
final class QueryHandler extends SimpleChannelInboundHandler<DnsQuery> {

    private static final Logger log = LoggerFactory.getLogger(QueryHandler.class);

    private static final int HEADER = 12;
    private static final int LONGEST_PLAIN_UDP = 512;

    /** As much as passes every usual link in one piece. */
    private static final int LONGEST_UDP = 1232;

    private static final int LONGEST_TCP = 65_535;
    private static final int OPT_BYTES = 11;
    private static final int BADVERS_HIGH_BITS = 1;

    private final Zone zone;
    private final ReplyLimit limit;
    private final Ticker ticker;

    QueryHandler(Zone zone, ReplyLimit limit, Ticker ticker) {
        this.zone = zone;
        this.limit = limit;
        this.ticker = ticker;
    }

    /** What this node says of itself when the other side speaks EDNS. */
    private static final class Opt extends AbstractDnsOptPseudoRrRecord {
        Opt(int extendedRcode) {
            super(LONGEST_UDP, extendedRcode, 0);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
        ReplyLimit.Verdict verdict = query instanceof DatagramDnsQuery datagram
                ? limit.of(datagram.sender().getAddress(), ticker.now())
                : ReplyLimit.Verdict.ANSWER;
        if (verdict == ReplyLimit.Verdict.DROP) {
            return;
        }
        DnsResponse response = response(query);
        response.setOpCode(query.opCode()).setRecursionDesired(query.isRecursionDesired());
        DnsRawRecord opt = opt(query);
        if (opt != null) {
            response.addRecord(DnsSection.ADDITIONAL, new Opt(isOfOtherVersion(opt) ? BADVERS_HIGH_BITS : 0));
        }
        DnsQuestion question = query.count(DnsSection.QUESTION) == 1 ? query.recordAt(DnsSection.QUESTION) : null;
        if (question != null) {
            response.addRecord(DnsSection.QUESTION, ReferenceCountUtil.retain(question));
        }
        if (opt != null && isOfOtherVersion(opt)) {
            log.debug("A question in a version of EDNS that is not known here.");
        } else if (!DnsOpCode.QUERY.equals(query.opCode())) {
            response.setCode(DnsResponseCode.NOTIMP);
        } else if (question == null) {
            response.setCode(DnsResponseCode.FORMERR);
        } else if (question.dnsClass() != DnsRecord.CLASS_IN) {
            response.setCode(DnsResponseCode.REFUSED);
        } else if (verdict == ReplyLimit.Verdict.TRUNCATE) {
            response.setTruncated(true);
        } else {
            answer(response, question, longest(query, opt) - (opt == null ? 0 : OPT_BYTES));
        }
        context.writeAndFlush(response, context.voidPromise());
    }

    private void answer(DnsResponse response, DnsQuestion question, int longest) {
        Reply reply = zone.reply(question.name(), question.type());
        response.setCode(reply.code()).setAuthoritativeAnswer(!DnsResponseCode.REFUSED.equals(reply.code()));
        int left = longest - HEADER - bytesOf(question.name()) - 2 * Short.BYTES;
        for (DnsRecord answer : reply.answers()) {
            left -= bytesOf(answer);
            if (left < 0) {
                response.setTruncated(true);
                return;
            }
            response.addRecord(DnsSection.ANSWER, answer);
        }
        for (DnsRecord authority : reply.authority()) {
            left -= bytesOf(authority);
            response.addRecord(DnsSection.AUTHORITY, authority);
        }
        for (DnsRecord additional : reply.additional()) {
            left -= bytesOf(additional);
            if (left < 0) {
                return;
            }
            response.addRecord(DnsSection.ADDITIONAL, additional);
        }
    }

    private static DnsResponse response(DnsQuery query) {
        return query instanceof DatagramDnsQuery datagram
                ? new DatagramDnsResponse(datagram.recipient(), datagram.sender(), query.id())
                : new DefaultDnsResponse(query.id());
    }

    private static int longest(DnsQuery query, @Nullable DnsRawRecord opt) {
        if (!(query instanceof DatagramDnsQuery)) {
            return LONGEST_TCP;
        }
        return opt == null ? LONGEST_PLAIN_UDP : Math.min(LONGEST_UDP, Math.max(LONGEST_PLAIN_UDP, opt.dnsClass()));
    }

    private static @Nullable DnsRawRecord opt(DnsQuery query) {
        for (int i = 0; i < query.count(DnsSection.ADDITIONAL); i++) {
            DnsRecord additional = query.recordAt(DnsSection.ADDITIONAL, i);
            if (DnsRecordType.OPT.equals(additional.type()) && additional instanceof DnsRawRecord opt) {
                return opt;
            }
        }
        return null;
    }

    private static boolean isOfOtherVersion(DnsRawRecord opt) {
        return (opt.timeToLive() >> 16 & 0xff) != 0;
    }

    private static int bytesOf(DnsRecord record) {
        int data = record instanceof DnsRawRecord raw ? raw.content().readableBytes() : 0;
        return bytesOf(record.name()) + 3 * Short.BYTES + Integer.BYTES + data;
    }

    /** A name that ends with a dot takes a byte more than it has characters, and is never shortened. */
    private static int bytesOf(String name) {
        return name.length() + 1;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("This is no question.", cause);
        if (!(context.channel() instanceof DatagramChannel)) {
            context.close();
        }
    }
}
