package io.ringmaster.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An OpenID provider on loopback, that has one client, and people who are whoever a test says. It can be told to get things wrong. */
final class OpenIdProvider implements AutoCloseable {

    private final HttpServer server;
    private final RSAKey key;
    private final String clientId;
    private final String clientSecret;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    private volatile String wrong = "";

    private record Grant(String subject, List<String> roles, String nonce, String challenge) {}

    OpenIdProvider(String clientId, String clientSecret) throws IOException, JOSEException {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        key = new RSAKeyGenerator(2048).keyID("a").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> reply(exchange, 200, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"], "response_types_supported": ["code"],
                 "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer())));
        server.createContext("/keys", exchange -> reply(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** From now on it gets this wrong; an empty word means nothing. */
    void getWrong(String what) {
        wrong = what;
    }

    /**
     * Somebody signs in at it.
     *
     * @param asked where the browser was sent
     * @return where it sends the browser back to
     */
    String authorize(URI asked, String subject, List<String> roles) {
        Map<String, String> query = form(asked.getRawQuery());
        if (!query.get("response_type").equals("code")
                || !query.get("client_id").equals(clientId)) {
            throw new AssertionError(asked);
        }
        String code = UUID.randomUUID().toString();
        grants.put(code, new Grant(subject, roles, query.get("nonce"), query.get("code_challenge")));
        return query.get("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        String basic =
                Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
        if (grant == null
                || !("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !isProof(grant, form.get("code_verifier"))) {
            reply(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        try {
            reply(
                    exchange,
                    200,
                    "{\"access_token\": \"of no use\", \"token_type\": \"Bearer\", \"expires_in\": 60, \"id_token\": \""
                            + idToken(grant) + "\"}");
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    private static boolean isProof(Grant grant, String verifier) {
        if (grant.challenge == null) {
            return true;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(grant.challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String idToken(Grant grant) throws JOSEException {
        Instant now = Instant.now();
        Instant end = now.plus(wrong.equals("expired") ? Duration.ofHours(-1) : Duration.ofMinutes(5));
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(wrong.equals("issuer") ? "http://another.example" : issuer())
                .subject(grant.subject)
                .audience(wrong.equals("audience") ? "another-application" : clientId)
                .issueTime(Date.from(end.minus(Duration.ofMinutes(5))))
                .expirationTime(Date.from(end))
                .claim("nonce", wrong.equals("nonce") ? "another" : grant.nonce)
                .claim("roles", grant.roles)
                .build();
        if (wrong.equals("unsigned")) {
            return new PlainJWT(claims).serialize();
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("a").build(), claims);
        RSAKey by =
                wrong.equals("signature") ? new RSAKeyGenerator(2048).keyID("a").generate() : key;
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private static Map<String, String> form(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            values.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return values;
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
