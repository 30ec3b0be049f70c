package io.ringmaster.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The registry as an image, with a token, and applications outside of it that register and find each other. */
@EnabledIf("engineIsThere")
class RegistryImageIT {

    private static final String TOKEN = UUID.randomUUID().toString();
    private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path LOG = Path.of("target", "registry-image-it.log");

    private static final String IMAGE = "ringmaster-registry-it";

    private static GenericContainer<?> registry;

    @BeforeAll
    static void startImage() throws Exception {
        int built = docker("build", "--quiet", "--tag", IMAGE, "--build-arg", "JARS=target", ".");
        assertThat(built).as("the exit code of docker build").isZero();
        registry = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withEnv("RINGMASTER_SERVER_TOKEN", TOKEN)
                .withExposedPorts(8761)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(3)));
        registry.start();
    }

    @AfterAll
    static void removeImage() throws Exception {
        if (registry != null) {
            registry.stop();
        }
        docker("rmi", IMAGE);
    }

    /** Asks the command line client, since Testcontainers takes minutes to find that there is no engine. */
    static boolean engineIsThere() throws InterruptedException {
        try {
            if (docker("version") == 0) {
                return true;
            }
        } catch (IOException noClient) {
            // As good as no engine.
        }
        System.out.println("RegistryImageIT is skipped: 'docker version' finds no Docker engine here.");
        return false;
    }

    private static int docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process docker = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start();
        if (!docker.waitFor(5, TimeUnit.MINUTES)) {
            docker.destroyForcibly();
            return -1;
        }
        return docker.exitValue();
    }

    @Test
    void applicationsRegisterAtTheImageAndRouteByKey() {
        try (ConfigurableApplicationContext one = startGuest("guest-1");
                ConfigurableApplicationContext two = startGuest("guest-2")) {
            DiscoveryClient discovery = one.getBean(DiscoveryClient.class);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(discovery.getInstances("guest"))
                            .extracting(ServiceInstance::getInstanceId)
                            .containsExactlyInAnyOrder("guest-1", "guest-2"));

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(IntStream.range(0, 20)
                                    .mapToObj(key -> whoServes(two, "key-" + key))
                                    .collect(Collectors.toSet()))
                            .containsExactlyInAnyOrder("guest-1", "guest-2"));
            for (int key = 0; key < 20; key++) {
                assertThat(whoServes(one, "key-" + key)).isEqualTo(whoServes(two, "key-" + key));
            }
        }
    }

    @Test
    void applicationWithTheWrongTokenStartsAndIsNotListed() {
        try (ConfigurableApplicationContext right = startGuest("right");
                ConfigurableApplicationContext wrong = startGuest("wrong", "not-the-token-of-this-registry")) {
            DiscoveryClient discovery = right.getBean(DiscoveryClient.class);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(discovery.getInstances("guest")).isNotEmpty());

            assertThat(wrong.isRunning()).isTrue();
            assertThat(discovery.getInstances("guest"))
                    .extracting(ServiceInstance::getInstanceId)
                    .containsExactly("right");
        }
    }

    private static String whoServes(ConfigurableApplicationContext caller, String key) {
        return String.valueOf(caller.getBean(RestClient.Builder.class)
                .build()
                .get()
                .uri("http://guest/who")
                .header("X-Key", key)
                .retrieve()
                .body(String.class));
    }

    private static ConfigurableApplicationContext startGuest(String id) {
        return startGuest(id, TOKEN);
    }

    private static ConfigurableApplicationContext startGuest(String id, String token) {
        SpringApplication guest = new SpringApplicationBuilder(Guest.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.application.name=guest",
                        "server.port=0",
                        // On this class path because of EurekaClientIT.
                        "eureka.client.enabled=false",
                        "ringmaster.client.servers=http://" + registry.getHost() + ":" + registry.getMappedPort(8761),
                        "ringmaster.client.token=" + token,
                        "ringmaster.client.routing.hash-on=header:X-Key",
                        "ringmaster.instance.instance-id=" + id)
                .build();
        return guest.run();
    }

    @SpringBootApplication
    @RestController
    static class Guest {

        private final Registration registration;

        Guest(Registration registration) {
            this.registration = registration;
        }

        @Bean
        @LoadBalanced
        static RestClient.Builder restClientBuilder(RestClientBuilderConfigurer configurer) {
            return configurer.configure(RestClient.builder());
        }

        @GetMapping("/who")
        String who() {
            return String.valueOf(registration.getInstanceId());
        }
    }
}
