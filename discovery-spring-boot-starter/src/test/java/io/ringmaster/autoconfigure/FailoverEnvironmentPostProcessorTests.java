package io.ringmaster.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class FailoverEnvironmentPostProcessorTests {

    private static final String RETRY = "spring.cloud.loadbalancer.retry.enabled";
    private static final String RETRIES = "spring.cloud.loadbalancer.retry.max-retries-on-next-service-instance";
    private static final String CACHE = "spring.cloud.loadbalancer.cache.enabled";
    private static final String ZONE = "spring.cloud.loadbalancer.zone";

    @Test
    void isFoundBySpringBoot() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Object.class)
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(context.getEnvironment().getProperty(RETRIES)).isEqualTo("2");
        }
    }

    @Test
    void defaultPropertiesOfTheApplicationWinToo() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Object.class)
                .web(WebApplicationType.NONE)
                .properties(RETRIES + "=7")
                .run()) {
            assertThat(context.getEnvironment().getProperty(RETRIES)).isEqualTo("7");
        }
    }

    @Test
    void failoverWorksOutOfTheBox() {
        StandardEnvironment environment = processed(Map.of());

        assertThat(environment.getProperty(RETRY)).isEqualTo("true");
        assertThat(environment.getProperty(RETRIES)).isEqualTo("2");
        assertThat(environment.getProperty(CACHE)).isEqualTo("false");
        assertThat(environment.getProperty("spring.cloud.gateway.server.webmvc.use-framework-retry-filter"))
                .isEqualTo("true");
        assertThat(environment.containsProperty(ZONE)).isFalse();
        assertThat(environment.containsProperty("spring.cloud.loadbalancer.retry.retry-on-all-operations"))
                .isFalse();
    }

    @Test
    void whatTheApplicationSetsWins() {
        StandardEnvironment environment = processed(Map.of(RETRY, "false", RETRIES, "5", CACHE, "true", ZONE, "north"));

        assertThat(environment.getProperty(RETRY)).isEqualTo("false");
        assertThat(environment.getProperty(RETRIES)).isEqualTo("5");
        assertThat(environment.getProperty(CACHE)).isEqualTo("true");
        assertThat(environment.getProperty(ZONE)).isEqualTo("north");
    }

    @Test
    void cacheStaysForWhoeverChoosesAConfigurationOfSpring() {
        assertThat(processed(Map.of("spring.cloud.loadbalancer.configurations", "zone-preference"))
                        .containsProperty(CACHE))
                .isFalse();
        assertThat(processed(Map.of("spring.cloud.loadbalancer.clients.inventory.configurations", "weighted"))
                        .containsProperty(CACHE))
                .isFalse();
        assertThat(processed(Map.of("spring.cloud.loadbalancer.clients.inventory.hint-header-name", "X-Hint"))
                        .getProperty(CACHE))
                .isEqualTo("false");
    }

    @Test
    void zoneOfTheInstanceIsThatOfItsCalls() {
        assertThat(processed(Map.of("ringmaster.instance.zone", "south")).getProperty(ZONE))
                .isEqualTo("south");
    }

    @Test
    void setsNothingWhereNothingIsRouted() {
        assertThat(processed(Map.of("spring.cloud.loadbalancer.enabled", "false"))
                        .containsProperty(RETRY))
                .isFalse();
        assertThat(processed(Map.of("spring.cloud.discovery.enabled", "false")).containsProperty(RETRY))
                .isFalse();
        assertThat(processed(Map.of("ringmaster.client.enabled", "false")).containsProperty(RETRY))
                .isFalse();
    }

    private static StandardEnvironment processed(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", new HashMap<>(properties)));
        new FailoverEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
