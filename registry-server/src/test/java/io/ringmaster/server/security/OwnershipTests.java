package io.ringmaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an identity registered is its own. The stories of the registry tell the details. */
@ExtendWith(OutputCaptureExtension.class)
class OwnershipTests {

    private static final String ORDERS_1 = "/v1/services/orders/instances/orders-1";

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start(
                "ringmaster.server.identities.shop.tokens=" + Tokens.hash("token-of-shop"),
                "ringmaster.server.identities.shop.roles=read,register",
                "ringmaster.server.identities.shop.services=orders",
                "ringmaster.server.identities.thief.tokens=" + Tokens.hash("token-of-thief"),
                "ringmaster.server.identities.thief.roles=read,register",
                "ringmaster.server.identities.thief.services=orders",
                "ringmaster.server.identities.near.tokens=" + Tokens.hash("token-of-near"),
                "ringmaster.server.identities.near.roles=register",
                "ringmaster.server.identities.near.services=near",
                "ringmaster.server.identities.near.addresses=127.0.0.0/8",
                "ringmaster.server.identities.far.tokens=" + Tokens.hash("token-of-far"),
                "ringmaster.server.identities.far.roles=read",
                "ringmaster.server.identities.far.addresses=192.0.2.0/24",
                "ringmaster.server.identities.operator.tokens=" + Tokens.hash("token-of-operator"),
                "ringmaster.server.identities.operator.roles=operate");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anotherIdentityMayNotTakeAnInstanceOverAndTheAttemptIsRecorded() {
        String claim = "{\"port\":8080,\"session\":\"session-of-shop\"}";
        Answer registered = put("shop", ORDERS_1, claim);
        assertThat(registered.at("/instance/registeredBy")).isEqualTo("shop");

        Answer stolen = put("thief", ORDERS_1, "{\"host\":\"192.0.2.66\",\"port\":8080,\"incarnation\":99}");
        assertThat(stolen.status()).isEqualTo(403);
        assertThat(stolen.at("/code")).isEqualTo("not-owner");
        assertThat(stolen.at("/detail")).contains("registered by 'shop'").contains("of 'thief'");
        assertThat(send("thief", "DELETE", ORDERS_1, null).at("/code")).isEqualTo("not-owner");
        assertThat(put("thief", "/v1/sessions/session-of-shop", "{}").at("/code"))
                .isEqualTo("not-owner");
        assertThat(send("thief", "GET", "/v1/watch?session=session-of-shop", null)
                        .at("/code"))
                .isEqualTo("not-owner");

        Answer events = send("shop", "GET", "/v1/events?instance=orders-1&limit=1", null);
        assertThat(events.at("/events/0/event")).isEqualTo("takeover-refused");
        assertThat(events.at("/events/0/by")).isEqualTo("thief");
        assertThat(events.at("/events/0/from")).isEqualTo("127.0.0.1");
        assertThat(put("shop", "/v1/sessions/session-of-shop", "{}").status()).isEqualTo(200);
    }

    @Test
    void whoIsRefusedIsInTheLogOnceHoweverOftenHeTries(CapturedOutput output) {
        for (int i = 0; i < 20; i++) {
            assertThat(put("operator", "/v1/services/orders/instances/x", "{\"port\":1}")
                            .status())
                    .isEqualTo(403);
            assertThat(send("unknown", "GET", "/v1/services", null).status()).isEqualTo(401);
        }
        assertThat(output.getOut().split("operator from 127.0.0.1 was refused PUT", -1))
                .hasSizeBetween(2, 3);
        assertThat(output.getOut().split("A stranger from 127.0.0.1 was refused GET", -1))
                .hasSizeBetween(2, 3);
        assertThat(output).doesNotContain("token-of-unknown");
    }

    @Test
    void anOperatorIsWhoHeProvedToBe() {
        String path = "/v1/services/orders/instances/orders-2";
        put("shop", path, "{\"port\":8080}");
        Answer overridden = put(
                "operator", path + "/override", "{\"status\":\"OUT_OF_SERVICE\",\"reason\":\"disk\",\"by\":\"boss\"}");
        assertThat(overridden.at("/override/by")).isEqualTo("operator");
        Answer events = send("shop", "GET", "/v1/events?instance=orders-2&limit=1", null);
        assertThat(events.at("/events/0/event")).isEqualTo("overridden");
        assertThat(events.at("/events/0/cause")).isEqualTo("disk");
        assertThat(events.at("/events/0/by")).isEqualTo("operator");
        assertThat(events.at("/events/0/from")).isEqualTo("127.0.0.1");
    }

    @Test
    void anIdentityIsBoundToItsAddresses() {
        assertThat(put("near", "/v1/services/near/instances/a", "{\"port\":8080}")
                        .status())
                .isEqualTo(201);
        Answer elsewhere = put("near", "/v1/services/near/instances/b", "{\"host\":\"192.0.2.1\",\"port\":8080}");
        assertThat(elsewhere.at("/code")).isEqualTo("forbidden");
        assertThat(elsewhere.at("/detail")).contains("may not have instances of 'near' at '192.0.2.1'");
        Answer far = send("far", "GET", "/v1/services", null);
        assertThat(far.at("/code")).isEqualTo("forbidden");
        assertThat(far.at("/detail")).contains("may not call from 127.0.0.1");
    }

    private static Answer put(String who, String path, String json) {
        return send(who, "PUT", path, json);
    }

    private static Answer send(String who, String method, String path, String json) {
        return server.send(
                method, path, json, "Content-Type", "application/json", "Authorization", "Bearer token-of-" + who);
    }
}
