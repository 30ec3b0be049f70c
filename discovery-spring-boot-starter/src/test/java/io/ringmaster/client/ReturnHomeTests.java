package io.ringmaster.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.time.FakeTicker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReturnHomeTests {

    private static final URI HOME = URI.create("http://a");

    private final FakeTicker ticker = new FakeTicker();
    private final RegistryServers servers = servers();
    private final ReturnHome home = new ReturnHome(servers, ticker, () -> 0.5);

    @Test
    void processGoesHomeAfterAWhile() {
        servers.failed(HOME);
        home.look();

        ticker.advance(Duration.ofSeconds(59));
        home.look();
        assertThat(servers.atHome()).isFalse();

        ticker.advance(Duration.ofSeconds(1));
        home.look();
        assertThat(servers.atHome()).isTrue();
    }

    @Test
    void whoFindsHomeStillGoneWaitsAgain() {
        servers.failed(HOME);
        home.look();
        ticker.advance(Duration.ofSeconds(60));
        home.look();

        servers.failed(HOME);
        home.look();

        ticker.advance(Duration.ofSeconds(59));
        home.look();
        assertThat(servers.atHome()).isFalse();
    }

    @Test
    void tenThousandProcessesComeHomeWithinAMinuteAndNeverMoreThanAFortiethOfThemInASecond() {
        Random random = new Random(8761);
        List<RegistryServers> all =
                IntStream.range(0, 10_000).mapToObj(i -> servers()).toList();
        List<ReturnHome> homes = all.stream()
                .map(each -> new ReturnHome(each, ticker, random::nextDouble))
                .toList();
        all.forEach(each -> each.failed(HOME));
        homes.forEach(ReturnHome::look);

        int home = 0;
        int most = 0;
        for (int second = 1; second <= 91; second++) {
            ticker.advance(Duration.ofSeconds(1));
            homes.forEach(ReturnHome::look);
            int now = (int) all.stream().filter(RegistryServers::atHome).count();
            most = Math.max(most, now - home);
            home = now;
        }

        assertThat(home).isEqualTo(10_000);
        assertThat(most).isLessThanOrEqualTo(250);
    }

    private static RegistryServers servers() {
        return RegistryServers.of(List.of("http://a", "http://b"));
    }
}
