package io.ringmaster.server.dns;

import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.util.List;

/**
 * What the zone says to a question.
 *
 * @param code whether there is such a name
 * @param answers what was asked for
 * @param authority who says that there is nothing
 * @param additional what spares another question, and may be left out
 */
record Reply(DnsResponseCode code, List<DnsRecord> answers, List<DnsRecord> authority, List<DnsRecord> additional) {

    /** Refuses a question that this zone has no say in. */
    static Reply refused(DnsResponseCode code) {
        return new Reply(code, List.of(), List.of(), List.of());
    }
}
