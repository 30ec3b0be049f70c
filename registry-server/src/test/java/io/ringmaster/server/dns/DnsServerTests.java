package io.ringmaster.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringmaster.server.RunningRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Bytes over real sockets, and {@code dig} where there is one. */
@ExtendWith(OutputCaptureExtension.class)
class DnsServerTests {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int MILLIS = 30_000;
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int TRUNCATED = 0x0200;
    private static final int RCODE = 0xf;

    private static RunningRegistry registry;
    private static int port;

    @BeforeAll
    static void start() {
        registry = RunningRegistry.start("ringmaster.server.dns.enabled=true", "ringmaster.server.dns.port=0");
        port = registry.bean(DnsServer.class).port();
        registry.register("inventory", "a", "{\"host\":\"10.0.0.1\",\"port\":8080}");
        for (int i = 0; i < 100; i++) {
            registry.register("large", "i" + i, "{\"host\":\"10.0.1." + i + "\",\"port\":8080}");
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void answersWithAuthorityAndOffersNoRecursion() throws Exception {
        ByteBuffer answer = udp(question(1, "inventory.service.ringmaster.", A, 1));
        assertThat(answer.getShort(0)).isEqualTo((short) 0x4711);
        assertThat(flags(answer)).as("answer, authoritative, recursion desired").isEqualTo(0x8500);
        assertThat(answers(answer)).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIsCutOffAndComesWholeByTcp() throws Exception {
        byte[] question = question(1, "large.service.ringmaster.", SRV, 1);
        ByteBuffer plain = udp(question);
        assertThat(flags(plain) & TRUNCATED).isNotZero();
        assertThat(plain.limit()).isBetween(300, 512);
        ByteBuffer longer = udp(withEdns(question, 4096, 0));
        assertThat(flags(longer) & TRUNCATED).isNotZero();
        assertThat(longer.limit()).isBetween(1000, 1232);
        assertThat(answers(longer)).isGreaterThan(answers(plain)).isPositive();
        ByteBuffer whole = tcp(question);
        assertThat(flags(whole) & TRUNCATED).isZero();
        assertThat(answers(whole)).isEqualTo(100);
    }

    @Test
    void whatMayNotBeAskedGetsTheCodeThatSaysWhy() throws Exception {
        byte[] fine = question(1, "inventory.service.ringmaster.", A, 1);
        assertThat(code(udp(question(1, "example.com.", A, 1)))).as("of others").isEqualTo(5);
        assertThat(code(udp(question(1, "inventory.service.ringmaster.", A, 3))))
                .as("class CHAOS")
                .isEqualTo(5);
        assertThat(code(udp(question(0, "", A, 1)))).as("no question").isEqualTo(1);
        byte[] notify = fine.clone();
        notify[2] |= 4 << 3;
        assertThat(code(udp(notify))).as("NOTIFY").isEqualTo(4);
        ByteBuffer other = udp(withEdns(fine, 1232, 1));
        assertThat(answers(other)).as("EDNS 1").isZero();
        assertThat(other.get(other.limit() - 6)).as("BADVERS").isEqualTo((byte) 1);
    }

    @Test
    void garbageIsNotAnsweredAndDoesNoHarm() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] answer = question(1, "inventory.service.ringmaster.", A, 1);
            answer[2] |= (byte) 0x80;
            for (byte[] garbage : List.of(new byte[0], new byte[5], answer)) {
                socket.send(new DatagramPacket(garbage, garbage.length, HERE, port));
            }
        }
        try (Socket socket = new Socket(HERE, port)) {
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(answers(udp(question(1, "inventory.service.ringmaster.", A, 1))))
                .isEqualTo(1);
    }

    @Test
    void digUnderstandsIt() throws Exception {
        assumeThat(Path.of("/usr/bin/dig")).as("dig is not installed here").isExecutable();
        assertThat(dig("inventory.service.ringmaster")).containsExactly("10.0.0.1");
        assertThat(dig("inventory.service.ringmaster", "SRV")).containsExactly("1 100 8080 0a000001.addr.ringmaster.");
        assertThat(dig("large.service.ringmaster")).hasSize(100);
        assertThat(dig("+tcp", "0a000001.addr.ringmaster")).containsExactly("10.0.0.1");
    }

    @Test
    void doesNotTellTheNetworkUnlessReadingIsOpen(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningRegistry.start(
                        "ringmaster.server.dns.enabled=true", "ringmaster.server.dns.address=192.0.2.7")))
                .isNotNull();
        assertThat(output)
                .contains("ringmaster.server.dns.address is 192.0.2.7")
                .contains("Set ringmaster.server.anonymous-read=true");
    }

    private static List<String> dig(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/dig", "@127.0.0.1", "-p", "" + port, "+short"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static byte[] question(int count, String name, int type, int dnsClass) {
        ByteBuffer message = ByteBuffer.allocate(512);
        message.putShort((short) 0x4711).putShort((short) 0x0100);
        message.putShort((short) count).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        if (count > 0) {
            for (String label : name.split("\\.")) {
                message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
            }
            message.put((byte) 0).putShort((short) type).putShort((short) dnsClass);
        }
        byte[] bytes = new byte[message.position()];
        message.flip().get(bytes);
        return bytes;
    }

    private static byte[] withEdns(byte[] question, int longest, int version) {
        ByteBuffer message = ByteBuffer.allocate(question.length + 11).put(question);
        message.put((byte) 0).putShort((short) 41).putShort((short) longest);
        message.put((byte) 0).put((byte) version).putShort((short) 0).putShort((short) 0);
        message.putShort(10, (short) 1);
        return message.array();
    }

    private static ByteBuffer udp(byte[] question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(MILLIS);
            socket.send(new DatagramPacket(question, question.length, HERE, port));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            return ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
        }
    }

    private static ByteBuffer tcp(byte[] question) throws IOException {
        try (Socket socket = new Socket(HERE, port)) {
            socket.setSoTimeout(MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(Short.BYTES + question.length)
                    .putShort((short) question.length)
                    .put(question)
                    .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
        }
    }

    private static int flags(ByteBuffer message) {
        return message.getShort(2) & 0xffff;
    }

    private static int code(ByteBuffer message) {
        return flags(message) & RCODE;
    }

    private static int answers(ByteBuffer message) {
        return message.getShort(6);
    }
}
