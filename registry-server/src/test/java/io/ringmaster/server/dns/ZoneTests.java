package io.ringmaster.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.ringmaster.model.Catalog;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.Registration;
import io.ringmaster.model.Revision;
import io.ringmaster.model.ServiceCatalog;
import io.ringmaster.time.FakeTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneTests {

    private static final String INVENTORY = "inventory.service.ringmaster.";

    private final List<Instance> instances = new ArrayList<>();

    @Test
    void theAddressesOfAServiceAreThoseOfItsInstances() {
        list("a", "10.0.0.1", 8080);
        list("b", "10.0.0.2", 8080);
        list("six", "fd00::1", 8080);
        assertThat(addresses(INVENTORY, DnsRecordType.A)).containsExactlyInAnyOrder("0a000001", "0a000002");
        assertThat(addresses(INVENTORY, DnsRecordType.AAAA)).containsExactly("fd000000000000000000000000000001");
    }

    @Test
    void twoInstancesAtOneAddressAreOneAnswer() {
        list("a", "10.0.0.1", 8080);
        list("b", "10.0.0.1", 8081);
        assertThat(addresses(INVENTORY, DnsRecordType.A)).containsExactly("0a000001");
        assertThat(ask(INVENTORY, DnsRecordType.SRV).answers()).hasSize(2);
        assertThat(ask(INVENTORY, DnsRecordType.SRV).additional()).hasSize(1);
    }

    @Test
    void nobodyIsSentToOneThatMayNotBeCalled() {
        list("a", "10.0.0.1", 8080);
        instances.add(instance("leaving", "10.0.0.2", 8080, 1, InstanceStatus.DRAINING));
        assertThat(addresses(INVENTORY, DnsRecordType.A)).containsExactly("0a000001");
    }

    @Test
    void anSrvRecordHasPortWeightAndANameWithThatAddress() {
        instances.add(instance("a", "10.0.0.1", 8443, 0.5, InstanceStatus.UP));
        Reply reply = ask(INVENTORY, DnsRecordType.SRV);
        ByteBuf data = data(reply.answers().get(0));
        assertThat(data.readUnsignedShort()).as("priority").isEqualTo(1);
        assertThat(data.readUnsignedShort()).as("weight").isEqualTo(50);
        assertThat(data.readUnsignedShort()).as("port").isEqualTo(8443);
        assertThat(name(data)).isEqualTo("0a000001.addr.ringmaster.");
        assertThat(reply.additional()).hasSize(1);
        assertThat(reply.additional().get(0).name()).isEqualTo("0a000001.addr.ringmaster.");
        assertThat(addresses("0a000001.addr.ringmaster.", DnsRecordType.A)).containsExactly("0a000001");
    }

    @Test
    void anInstanceWithAHostNameIsInSrvOnly() {
        list("a", "shop.example.com", 80);
        Reply srv = ask(INVENTORY, DnsRecordType.SRV);
        ByteBuf data = data(srv.answers().get(0)).skipBytes(6);
        assertThat(name(data)).isEqualTo("shop.example.com.");
        assertThat(srv.additional()).isEmpty();
        assertThat(ask(INVENTORY, DnsRecordType.A).answers()).isEmpty();
    }

    @Test
    void theOrderIsAnotherOneEachTime() {
        for (int i = 1; i <= 4; i++) {
            list("i" + i, "10.0.0." + i, 80);
        }
        Random random = new Random(1);
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(
                    hex(zone(random).reply(INVENTORY, DnsRecordType.A).answers().get(0)));
        }
        assertThat(first).hasSize(4);
    }

    @Test
    void theCaseOfANameMeansNothingAndComesBackAsItWas() {
        list("a", "10.0.0.1", 8080);
        Reply reply = ask("InVentory.SERVICE.Ringmaster.", DnsRecordType.A);
        assertThat(reply.answers()).extracting(DnsRecord::name).containsExactly("InVentory.SERVICE.Ringmaster.");
    }

    @ParameterizedTest
    @CsvSource({
        "inventory.service.ringmaster., TXT, 0",
        "ringmaster., A, 0",
        "service.ringmaster., A, 0",
        "unknown.service.ringmaster., A, 3",
        "a.inventory.service.ringmaster., A, 3",
        "elsewhere.ringmaster., A, 3",
        "0a0000.addr.ringmaster., A, 3",
        "0a000001.addr.ringmaster., AAAA, 0"
    })
    void nothingIsSaidTogetherWithForHowLongThatIsSo(String name, String type, int code) {
        list("a", "10.0.0.1", 8080);
        Reply reply = ask(name, DnsRecordType.valueOf(type));
        assertThat(reply.code().intValue()).isEqualTo(code);
        assertThat(reply.answers()).isEmpty();
        assertThat(reply.authority()).hasSize(1);
        ByteBuf soa = data(reply.authority().get(0));
        assertThat(name(soa)).isEqualTo("ns.ringmaster.");
        assertThat(name(soa)).isEqualTo("hostmaster.ringmaster.");
        assertThat(soa.skipBytes(4 * Integer.BYTES).readInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"example.com.", "evilringmaster.", "."})
    void namesOfOthersAreRefused(String name) {
        Reply reply = ask(name, DnsRecordType.A);
        assertThat(reply.code()).isEqualTo(DnsResponseCode.REFUSED);
        assertThat(reply.authority()).isEmpty();
    }

    private void list(String id, String host, int port) {
        instances.add(instance(id, host, port, 1, InstanceStatus.UP));
    }

    private static Instance instance(String id, String host, int port, double weight, InstanceStatus reported) {
        Registration registration =
                new Registration("inventory", id, null, host, port, null, weight, Map.of(), 9, Check.TCP, null, 1);
        return new Instance(
                registration, reported, null, ObservedHealth.PASSING, null, FakeTicker.START, FakeTicker.START);
    }

    private Zone zone(Random random) {
        Catalog catalog = Catalog.of(new Revision("e1", 7), List.of(ServiceCatalog.of("inventory", instances)));
        return new Zone("ringmaster", Duration.ofSeconds(7), () -> catalog, random);
    }

    private Reply ask(String name, DnsRecordType type) {
        return zone(new Random(1)).reply(name, type);
    }

    private List<String> addresses(String name, DnsRecordType type) {
        List<DnsRecord> answers = ask(name, type).answers();
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.type()).isEqualTo(type);
            assertThat(answer.timeToLive()).isEqualTo(7);
        });
        return answers.stream().map(ZoneTests::hex).toList();
    }

    private static String hex(DnsRecord answer) {
        return ByteBufUtil.hexDump(data(answer));
    }

    private static ByteBuf data(DnsRecord answer) {
        return ((DnsRawRecord) answer).content();
    }

    private static String name(ByteBuf data) {
        StringBuilder name = new StringBuilder();
        for (int length = data.readByte(); length > 0; length = data.readByte()) {
            name.append(data.readCharSequence(length, StandardCharsets.US_ASCII))
                    .append('.');
        }
        return name.toString();
    }
}
