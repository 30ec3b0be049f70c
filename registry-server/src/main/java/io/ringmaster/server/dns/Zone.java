package io.ringmaster.server.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.util.NetUtil;
import io.ringmaster.model.Catalog;
import io.ringmaster.model.Instance;
import io.ringmaster.model.ServiceCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The names of a domain, made from what is listed at the moment of the question (RFC 1034, 1035, 2782):
 *
 * <ul>
 *   <li>{@code inventory.service.ringmaster.}: A and AAAA are the addresses of the instances that may be called, SRV their ports
 *       as well, with their weights. The order is another one each time.
 *   <li>{@code 7f000001.addr.ringmaster.}: an address in hexadecimal digits, because an SRV record has to name a host.
 * </ul>
 *
 * Only instances that a caller may use are in it. One that registered with the name of a host has no address here; its SRV record
 * has that name. One thread asks at a time.
 */
final class Zone {

    private static final String SERVICE = "service.";
    private static final String ADDRESS = "addr.";
    private static final int IPV4_BYTES = 4;
    private static final int PRIORITY = 1;
    private static final int WEIGHT_OF_ONE = 100;
    private static final int MAX_WEIGHT = 65_535;
    private static final int REFRESH_SECONDS = 3600;
    private static final int RETRY_SECONDS = 600;
    private static final int EXPIRE_SECONDS = 86_400;

    private final String apex;
    private final int ttlSeconds;
    private final Supplier<Catalog> catalog;
    private final Random random;

    /**
     * @param domain without a dot at its end
     * @param catalog what is listed now
     * @param random decides the order of the answers
     */
    Zone(String domain, Duration ttl, Supplier<Catalog> catalog, Random random) {
        this.apex = domain + ".";
        this.ttlSeconds = (int) ttl.toSeconds();
        this.catalog = catalog;
        this.random = random;
    }

    /**
     * Returns what there is to say.
     *
     * @param name ends with a dot; its case means nothing, and comes back as it is
     */
    Reply reply(String name, DnsRecordType type) {
        String asked = name.toLowerCase(Locale.ROOT);
        if (asked.equals(apex)) {
            return type.equals(DnsRecordType.SOA) ? found(List.of(authority())) : nothing(DnsResponseCode.NOERROR);
        }
        if (!asked.endsWith("." + apex)) {
            return Reply.refused(DnsResponseCode.REFUSED);
        }
        String below = asked.substring(0, asked.length() - apex.length());
        if (below.equals(SERVICE) || below.equals(ADDRESS)) {
            return nothing(DnsResponseCode.NOERROR);
        }
        if (below.endsWith("." + SERVICE)) {
            return service(name, below.substring(0, below.length() - SERVICE.length() - 1), type);
        }
        if (below.endsWith("." + ADDRESS)) {
            return address(name, below.substring(0, below.length() - ADDRESS.length() - 1), type);
        }
        return nothing(DnsResponseCode.NXDOMAIN);
    }

    private Reply service(String name, String service, DnsRecordType type) {
        ServiceCatalog known = catalog.get().service(service);
        if (known == null) {
            return nothing(DnsResponseCode.NXDOMAIN);
        }
        List<Instance> callable = new ArrayList<>(known.routable());
        Collections.shuffle(callable, random);
        if (type.equals(DnsRecordType.SRV) || type.equals(DnsRecordType.ANY)) {
            return locations(name, callable);
        }
        List<DnsRecord> answers = new ArrayList<>();
        callable.stream()
                .map(instance -> instance.registration().host())
                .distinct()
                .forEach(host -> {
                    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
                    if (address != null && type.equals(typeOf(address))) {
                        answers.add(record(name, type, Unpooled.wrappedBuffer(address)));
                    }
                });
        return answers.isEmpty() ? nothing(DnsResponseCode.NOERROR) : found(answers);
    }

    private Reply locations(String name, List<Instance> callable) {
        List<DnsRecord> answers = new ArrayList<>();
        Map<String, DnsRecord> additional = new LinkedHashMap<>();
        for (Instance instance : callable) {
            String host = instance.registration().host();
            byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
            String target = address == null ? host : HexFormat.of().formatHex(address) + "." + ADDRESS + apex;
            ByteBuf data = Unpooled.buffer();
            data.writeShort(PRIORITY);
            data.writeShort((int) Math.min(MAX_WEIGHT, Math.round(instance.effectiveWeight() * WEIGHT_OF_ONE)));
            data.writeShort(instance.registration().port());
            writeName(data, target);
            answers.add(record(name, DnsRecordType.SRV, data));
            if (address != null) {
                additional.put(target, record(target, typeOf(address), Unpooled.wrappedBuffer(address)));
            }
        }
        return answers.isEmpty()
                ? nothing(DnsResponseCode.NOERROR)
                : new Reply(DnsResponseCode.NOERROR, answers, List.of(), List.copyOf(additional.values()));
    }

    private Reply address(String name, String digits, DnsRecordType type) {
        if (!digits.matches("[0-9a-f]{8}|[0-9a-f]{32}")) {
            return nothing(DnsResponseCode.NXDOMAIN);
        }
        byte[] address = HexFormat.of().parseHex(digits);
        return type.equals(typeOf(address))
                ? found(List.of(record(name, type, Unpooled.wrappedBuffer(address))))
                : nothing(DnsResponseCode.NOERROR);
    }

    private static Reply found(List<DnsRecord> answers) {
        return new Reply(DnsResponseCode.NOERROR, answers, List.of(), List.of());
    }

    private Reply nothing(DnsResponseCode code) {
        return new Reply(code, List.of(), List.of(authority()), List.of());
    }

    /** Says for how long nothing stays nothing (RFC 2308). */
    private DnsRecord authority() {
        ByteBuf data = Unpooled.buffer();
        writeName(data, "ns." + apex);
        writeName(data, "hostmaster." + apex);
        data.writeInt((int) catalog.get().revision().number());
        data.writeInt(REFRESH_SECONDS)
                .writeInt(RETRY_SECONDS)
                .writeInt(EXPIRE_SECONDS)
                .writeInt(ttlSeconds);
        return record(apex, DnsRecordType.SOA, data);
    }

    private DnsRecord record(String name, DnsRecordType type, ByteBuf data) {
        return new DefaultDnsRawRecord(name, type, ttlSeconds, data);
    }

    private static DnsRecordType typeOf(byte[] address) {
        return address.length == IPV4_BYTES ? DnsRecordType.A : DnsRecordType.AAAA;
    }

    /** Writes each label with its length before it, and nothing as the last one. */
    private static void writeName(ByteBuf data, String name) {
        for (String label : name.split("\\.")) {
            data.writeByte(label.length());
            data.writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        data.writeByte(0);
    }
}
