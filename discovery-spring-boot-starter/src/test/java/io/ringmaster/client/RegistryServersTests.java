package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryServersTests {

    private static final URI A = URI.create("http://a:8761");
    private static final URI B = URI.create("http://b:8761");

    private final RegistryServers servers = RegistryServers.of(List.of("http://a:8761/", " http://b:8761"));

    @Test
    void staysWithAServerUntilItFails() {
        assertThat(servers.current()).isEqualTo(A);
        assertThat(servers.current()).isEqualTo(A);

        servers.failed(A);
        assertThat(servers.current()).isEqualTo(B);

        servers.failed(B);
        assertThat(servers.current()).isEqualTo(A);
    }

    @Test
    void plainTextOverANetworkIsNoticed() {
        RegistryServers all = RegistryServers.of(List.of(
                "http://localhost:1",
                "http://127.0.0.1:1",
                "http://[::1]:1",
                "https://registry",
                "http://registry",
                "HTTP://10.0.0.1:8761"));

        assertThat(all.inPlainText())
                .containsExactly(URI.create("http://registry"), URI.create("HTTP://10.0.0.1:8761"));
    }

    @Test
    void twoThatSeeTheSameFailureGoOnOnce() {
        servers.failed(A);
        servers.failed(A);

        assertThat(servers.current()).isEqualTo(B);
    }

    @Test
    void processesSpreadOverTheServersAndThoseOfOneThatFailsOverTheOthers() {
        List<String> urls = List.of("http://a", "http://b", "http://c");
        Map<URI, Map<URI, Integer>> nextByHome = new HashMap<>();
        for (int process = 0; process < 6_000; process++) {
            RegistryServers own = RegistryServers.spread(urls, List.of(), new Random(process));
            URI home = own.current();
            own.failed(home);
            nextByHome.computeIfAbsent(home, server -> new HashMap<>()).merge(own.current(), 1, Integer::sum);
        }

        assertThat(nextByHome).hasSize(3);
        assertThat(nextByHome.values())
                .allSatisfy(next -> assertThat(next.values())
                        .hasSize(2)
                        .allSatisfy(count -> assertThat(count).isBetween(900, 1_100)));
    }

    @Test
    void preferredServersComeFirstAndUnknownOnesNotAtAll() {
        List<String> urls = List.of("http://a:8761/", "http://b:8761", "http://c:8761");
        for (int process = 0; process < 50; process++) {
            RegistryServers own = RegistryServers.spread(
                    urls, List.of("http://b:8761/", "http://elsewhere:8761"), new Random(process));

            assertThat(own.current()).isEqualTo(B);
            assertThat(own.all()).hasSize(3).contains(A, B);
        }
    }

    @Test
    void knowsWhetherAllAreOnThisMachine() {
        assertThat(RegistryServers.of(List.of("http://localhost:8761", "http://127.0.0.1:1", "http://[::1]:2"))
                        .allOnLoopback())
                .isTrue();
        assertThat(RegistryServers.of(List.of("http://localhost:8761", "http://10.0.0.7:8761"))
                        .allOnLoopback())
                .isFalse();
    }

    @Test
    void keepsAPathForThoseBehindAProxy() {
        assertThat(RegistryServers.of(List.of("https://proxy/ringmaster/")).current())
                .hasToString("https://proxy/ringmaster");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8761, must begin with http",
        "ftp://localhost:8761, must begin with http",
        "http://, no host",
        "http://my_registry:8761, no host",
        "http://a b, Illegal character",
        "http://a:8761?x=y, must not hold",
        "http://me:hunter2@a:8761, ringmaster.client.token",
        "http://me:hunter2@a b, Illegal character",
    })
    void refusesWhatIsNoAddressAndSaysHowToWriteIt(String url, String why) {
        assertThatExceptionOfType(IllegalServerUrlException.class)
                .isThrownBy(() -> RegistryServers.of(List.of(url)))
                .withMessageContaining(why)
                .withMessageNotContaining("hunter2");
    }

    @Test
    void refusesNoServerAtAll() {
        assertThatExceptionOfType(IllegalServerUrlException.class)
                .isThrownBy(() -> RegistryServers.of(List.of()))
                .withMessageContaining("http://localhost:8761");
    }
}
