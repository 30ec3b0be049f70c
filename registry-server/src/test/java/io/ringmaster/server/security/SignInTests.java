package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RunningRegistry;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People at the page: by an OpenID provider, and with a password. */
class SignInTests {

    private static final String OVERRIDE = "/v1/services/orders/instances/a/override";
    private static final String WORD = "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk\"}";

    private static OpenIdProvider provider;
    private static RunningRegistry server;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenIdProvider("the-registry", "the-secret");
        server = RunningRegistry.start(
                "spring.security.oauth2.client.provider.people.issuer-uri=" + provider.issuer(),
                "spring.security.oauth2.client.registration.people.client-id=the-registry",
                "spring.security.oauth2.client.registration.people.client-secret=the-secret",
                "spring.security.oauth2.client.registration.people.client-name=Our people",
                "spring.security.oauth2.client.registration.people.scope=openid",
                "ringmaster.server.identities.shop.tokens=" + Tokens.hash("token-of-shop"),
                "ringmaster.server.identities.shop.roles=register,read",
                "ringmaster.server.identities.shop.services=orders",
                "ringmaster.server.identities.bob.password-hash=" + BCrypt.hashpw("correct horse", BCrypt.gensalt(10)),
                "ringmaster.server.identities.bob.roles=read");
        assertThat(put("/v1/services/orders/instances/a", "{\"port\":1,\"ttlSeconds\":0}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    /** So many attempts are free again. */
    @BeforeEach
    void aWhileLater() {
        server.clock().advance(Duration.ofSeconds(5));
    }

    @Test
    void whoComesFromHisProviderMayDoWhatItsClaimsSay() throws Exception {
        assertThat(server.get("/actuator/info").at("/signIn/providers/0/path"))
                .isEqualTo("oauth2/authorization/people");
        assertThat(server.get("/actuator/info").at("/signIn/providers/0/name")).isEqualTo("Our people");
        assertThat(get("/v1/services").statusCode()).isEqualTo(401);

        assertThat(signInBy("alice", "ringmaster:operate", "ringmaster:read", "admin"))
                .isEqualTo("/");

        JsonNode who = json(get("/sign-in"));
        assertThat(who.at("/name").asString()).isEqualTo("oidc:people:alice");
        assertThat(who.at("/rights").asString()).isEqualTo("read, operate");
        assertThat(get("/v1/services").statusCode()).isEqualTo(200);
        HttpResponse<String> done =
                send("PUT", OVERRIDE, WORD, "X-CSRF-TOKEN", who.at("/csrf").asString());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(json(get("/v1/events?service=orders&limit=1"))
                        .at("/events/0/by")
                        .asString())
                .isEqualTo("oidc:people:alice");
        assertThat(get("/actuator/env").statusCode()).isEqualTo(403);
    }

    @Test
    void aChangeNeedsTheProofThatThePageSentIt() throws Exception {
        signInBy("alice", "ringmaster:operate");
        String proof = json(get("/sign-in")).at("/csrf").asString();

        assertThat(send("PUT", OVERRIDE, WORD).statusCode()).isEqualTo(403);
        assertThat(send("PUT", OVERRIDE, WORD, "X-CSRF-TOKEN", "guessed").statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", OVERRIDE, null).body()).contains("X-CSRF-TOKEN");
        assertThat(send("DELETE", "/sign-in", null).statusCode()).isEqualTo(403);
        assertThat(send("DELETE", OVERRIDE, null, "X-CSRF-TOKEN", proof).statusCode())
                .isBetween(200, 299);
        assertThat(put("/v1/services/orders/instances/b", "{\"port\":1}").statusCode())
                .as("a token in a header is proof enough")
                .isBetween(200, 299);
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOfOtherSites() throws Exception {
        URI there = URI.create(location(get("/oauth2/authorization/people")));
        assertThat(there).hasPath("/authorize").hasHost("localhost");
        HttpCookie pending = cookies.getCookieStore().getCookies().get(0);
        assertThat(pending.isHttpOnly()).isTrue();

        HttpResponse<String> back = follow(there, "alice", List.of("ringmaster:read"));
        assertThat(back.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("ringmaster=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/");
        assertThat(cookies.getCookieStore().getCookies().get(0).getValue())
                .as("another one than before, which somebody may have planted")
                .isNotEqualTo(pending.getValue());
    }

    @Test
    void whoHasNoRoleHereIsNotSignedIn() throws Exception {
        assertThat(signInBy("carol", "read", "ringmaster:registered")).isEqualTo("/?sign-in=refused");
        assertThat(get("/v1/services").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signature", "nonce", "audience", "issuer", "expired", "unsigned"})
    void whatTheProviderDidNotSayOfThisSignInIsNotBelieved(String wrong) throws Exception {
        provider.getWrong(wrong);
        try {
            assertThat(signInBy("alice", "ringmaster:admin")).isEqualTo("/?sign-in=refused");
        } finally {
            provider.getWrong("");
        }
        assertThat(get("/v1/services").statusCode()).isEqualTo(401);
    }

    @Test
    void aCodeThatSomebodyElseWasGivenSignsNobodyIn() throws Exception {
        URI there = URI.create(location(get("/oauth2/authorization/people")));
        URI back = URI.create(provider.authorize(there, "mallory", List.of("ringmaster:read")));
        HttpClient victim =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        HttpResponse<String> answer = victim.send(HttpRequest.newBuilder(back).build(), BodyHandlers.ofString());
        assertThat(location(answer)).isEqualTo("/?sign-in=refused");
    }

    @Test
    void aNameAndItsPasswordSignInAndOut() throws Exception {
        HttpResponse<String> wrong = enter("bob", "wrong horse");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(enter("nobody", "correct horse").body()).isEqualTo(wrong.body());
        aWhileLater();
        assertThat(enter("bob", "correct horse").statusCode()).isEqualTo(204);
        JsonNode who = json(get("/sign-in"));
        assertThat(who.at("/name").asString()).isEqualTo("bob");
        assertThat(get("/v1/services").statusCode()).isEqualTo(200);
        assertThat(send(
                                "DELETE",
                                "/sign-in",
                                null,
                                "X-CSRF-TOKEN",
                                who.at("/csrf").asString())
                        .statusCode())
                .isEqualTo(204);
        assertThat(get("/v1/services").statusCode()).isEqualTo(401);
        assertThat(json(get("/sign-in")).at("/name").isMissingNode()).isTrue();
    }

    @Test
    void fewPasswordsCanBeTried() throws Exception {
        aWhileLater();
        assertThat(enter("bob", "1").statusCode()).isEqualTo(403);
        assertThat(enter("bob", "2").statusCode()).isEqualTo(403);
        HttpResponse<String> refused = enter("bob", "correct horse");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(send("POST", "/sign-in", "name=bob&password=3", "Content-Type", "text/plain")
                        .statusCode())
                .isNotEqualTo(204);
    }

    @Test
    void itEndsWithTheDay() throws Exception {
        signInBy("alice", "ringmaster:read");
        server.clock().advance(SignIns.LONGEST);
        assertThat(get("/v1/services").statusCode()).isEqualTo(401);
    }

    @Test
    void theRegistryStartsWhileTheProviderIsDown() {
        try (RunningRegistry alone = RunningRegistry.start(
                "spring.security.oauth2.client.provider.people.issuer-uri=http://127.0.0.1:1",
                "spring.security.oauth2.client.registration.people.client-id=the-registry",
                "ringmaster.server.token=0123456789abcdef")) {
            assertThat(alone.get("/v1/services", "Authorization", "Bearer 0123456789abcdef")
                            .status())
                    .isEqualTo(200);
            assertThat(alone.get("/oauth2/authorization/people").at("/code")).isEqualTo("internal");
            assertThat(alone.get("/oauth2/authorization/nobody").status()).isEqualTo(400);
        }
    }

    /** Returns where the browser is sent in the end. */
    private String signInBy(String subject, String... roles) throws Exception {
        return location(follow(URI.create(location(get("/oauth2/authorization/people"))), subject, List.of(roles)));
    }

    private HttpResponse<String> follow(URI there, String subject, List<String> roles) throws Exception {
        URI back = URI.create(provider.authorize(there, subject, roles));
        assertThat(back).hasPath("/login/oauth2/code/people").hasPort(server.port());
        return browser.send(HttpRequest.newBuilder(back).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> enter(String name, String password) throws IOException, InterruptedException {
        return send(
                "POST",
                "/sign-in",
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}",
                "Content-Type",
                "application/json");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (method.equals("PUT")) {
            request.setHeader("Content-Type", "application/json");
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> put(String path, String json) {
        return server.send(
                        "PUT", path, json, "Content-Type", "application/json", "Authorization", "Bearer token-of-shop")
                .response();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }
}
