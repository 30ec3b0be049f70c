package io.ringmaster.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.server.EventStream;
import io.ringmaster.server.RunningRegistry;
import io.ringmaster.server.RunningRegistry.Answer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

/** What real clients of Eureka trip over, one claim for each. */
class EurekaApiTests {

    private static final String[] AS_JSON = {"Accept", "application/json"};

    private static RunningRegistry server;

    @BeforeAll
    static void start() {
        server = RunningRegistry.start("ringmaster.server.protection.policy=fail-closed");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void registeringAnswers204AndNothing() {
        Answer answer = register("plain", "a", "");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(server.get("/v1/services/plain/instances/a").at("/instance/host"))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void callsAboutAnInstanceAnswer200Or404AndNothing() {
        register("bodiless", "a", "");
        for (String call : new String[] {
            "PUT ?status=UP&lastDirtyTimestamp=1",
            "PUT ",
            "PUT /status?value=OUT_OF_SERVICE",
            "DELETE /status?value=UP",
            "PUT /metadata?color=red",
            "DELETE "
        }) {
            String[] parts = call.split(" ", 2);
            Answer known = server.send(parts[0], "/eureka/apps/BODILESS/a" + parts[1], null);
            assertThat(known.status()).as(call).isEqualTo(200);
            assertThat(known.body()).as(call).isEmpty();
            Answer unknown = server.send(parts[0], "/eureka/apps/BODILESS/nobody" + parts[1], null, AS_JSON);
            assertThat(unknown.status()).as(call).isEqualTo(404);
            assertThat(unknown.body()).as(call).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/eureka/apps/NONE", "/eureka/apps/NONE/a", "/eureka/instances/nobody", "/eureka/apps/-/%20"})
    void whatIsNotListedIsA404WithoutABody(String path) {
        Answer answer = server.get(path, AS_JSON);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whoAsksForNothingGetsXml() {
        register("forms", "a", "");
        assertThat(server.get("/eureka/apps").header("Content-Type")).isEqualTo("application/xml");
        assertThat(server.get("/eureka/apps", "Accept", "*/*").body()).startsWith("<applications>");
        assertThat(server.get("/eureka/apps", AS_JSON).body()).startsWith("{\"applications\":{");
        assertThat(server.get("/eureka/apps", "Accept", "application/json, application/*+json")
                        .header("Content-Type"))
                .isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/eureka/apps",
                "/eureka/apps/",
                "/eureka/v2/apps/",
                "/apps",
                "/apps/",
                "/v2/apps",
                "/eureka/apps/?regions=a,b"
            })
    void theListIsAtEveryPathThatClientsKnow(String path) {
        assertThat(server.get(path, AS_JSON).at("/applications/versions__delta"))
                .isNotNull();
    }

    @Test
    void anIdMayBePlainOrPercentEncoded() {
        register("encoded", "host:encoded:8080", "");
        assertThat(server.send("PUT", "/eureka/apps/ENCODED/host%3Aencoded%3A8080", null)
                        .status())
                .isEqualTo(200);
        assertThat(server.send("PUT", "/eureka/v2/apps/ENCODED/host:encoded:8080", null)
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/eureka/instances/host%3Aencoded%3A8080", AS_JSON)
                        .at("/instance/app"))
                .isEqualTo("ENCODED");
    }

    @Test
    void namesOfApplicationsAreShoutedAndComparedWithoutCase() {
        register("shout", "a", "");
        for (String name : new String[] {"shout", "Shout", "SHOUT"}) {
            Answer application = server.get("/eureka/apps/" + name + "/", AS_JSON);
            assertThat(application.at("/application/name")).isEqualTo("SHOUT");
            assertThat(application.at("/application/instance/0/app")).isEqualTo("SHOUT");
        }
        assertThat(server.get("/eureka/vips/SHOUT", AS_JSON).at("/applications/application/0/name"))
                .isEqualTo("SHOUT");
    }

    @Test
    void aNameThatNoUriCanHoldKeepsItsShapeThereAndGetsHyphensHere() {
        register("my_own.app", "a", "");
        assertThat(server.get("/v1/services/my-own-app/instances/a").status()).isEqualTo(200);
        Answer application = server.get("/eureka/apps/MY_OWN.APP", AS_JSON);
        assertThat(application.at("/application/name")).isEqualTo("MY_OWN.APP");
        assertThat(application.at("/application/instance/0/vipAddress")).isEqualTo("my_own.app");
    }

    @Test
    void noMemberIsToldThatTheStrictClientDoesNotKnow() {
        register("narrow", "full", """
                ,"sid":"na","asgName":"g","appGroupName":"G","homePageUrl":"http://h/","statusPageUrl":"http://h/info",
                "healthCheckUrl":"http://h/health","secureHealthCheckUrl":"https://h/health","countryId":1,
                "metadata":{"zone":"z1"},"surprise":{"a":[[1]]},"leaseInfo":{"durationInSecs":90,"surprise":1}""");
        server.register("narrow", "liar", """
                {"port":1,"metadata":{"eureka":"{\\"surprise\\":1,\\"port\\":{\\"$\\":\\"x\\",\\"surprise\\":1},\\"dataCenterInfo\\":\
                {\\"@class\\":\\"java.net.URL\\",\\"name\\":\\"Nowhere\\",\\"metadata\\":{}}}"}}""");
        server.register("narrow", "odd", "{\"port\":1,\"metadata\":{\"eureka\":\"[[\"}}");

        JsonNode application = server.get("/eureka/apps/narrow", AS_JSON).json().path("application");
        assertThat(application.propertyNames()).containsExactly("name", "instance");
        Set<String> members = new TreeSet<>();
        for (JsonNode instance : application.path("instance")) {
            members.addAll(instance.propertyNames());
            assertThat(instance.path("leaseInfo").propertyNames())
                    .containsExactly(
                            "renewalIntervalInSecs",
                            "durationInSecs",
                            "registrationTimestamp",
                            "lastRenewalTimestamp",
                            "evictionTimestamp",
                            "serviceUpTimestamp");
            assertThat(instance.path("port").propertyNames()).containsExactly("$", "@enabled");
            assertThat(instance.path("dataCenterInfo").toString())
                    .isEqualTo(
                            "{\"@class\":\"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo\",\"name\":\"MyOwn\"}");
        }
        assertThat(members)
                .containsExactlyInAnyOrder(
                        "instanceId",
                        "hostName",
                        "app",
                        "ipAddr",
                        "sid",
                        "status",
                        "overriddenStatus",
                        "port",
                        "securePort",
                        "countryId",
                        "dataCenterInfo",
                        "leaseInfo",
                        "metadata",
                        "appGroupName",
                        "homePageUrl",
                        "statusPageUrl",
                        "healthCheckUrl",
                        "secureHealthCheckUrl",
                        "vipAddress",
                        "secureVipAddress",
                        "isCoordinatingDiscoveryServer",
                        "lastUpdatedTimestamp",
                        "lastDirtyTimestamp",
                        "actionType",
                        "asgName");
    }

    @Test
    void everyMemberHasTheTypeThatClientsCompare() {
        register(
                "types",
                "a",
                ",\"port\":\"8080\",\"securePort\":{\"$\":\"443\",\"@enabled\":false},\"countryId\":\"7\"");
        JsonNode instance = server.get("/eureka/apps/TYPES/a", AS_JSON).json().path("instance");
        assertThat(instance.path("port").toString()).isEqualTo("{\"$\":8080,\"@enabled\":\"true\"}");
        assertThat(instance.path("securePort").toString()).isEqualTo("{\"$\":443,\"@enabled\":\"false\"}");
        assertThat(instance.path("countryId").isNumber()).isTrue();
        assertThat(instance.path("isCoordinatingDiscoveryServer").isString()).isTrue();
        assertThat(instance.path("lastUpdatedTimestamp").isString()).isTrue();
        assertThat(instance.path("lastDirtyTimestamp").isString()).isTrue();
        assertThat(instance.path("leaseInfo"))
                .allSatisfy(number -> assertThat(number.isNumber()).isTrue());
        assertThat(instance.path("metadata").isObject()).isTrue();
    }

    @Test
    void xmlHasWhatItsReadersDoNotDoWithout() throws Exception {
        register("readers", "a", "");
        Element instance = xml(server.get("/eureka/apps/readers/a"));
        assertThat(instance.getTagName()).isEqualTo("instance");
        for (String number : new String[] {
            "port",
            "securePort",
            "countryId",
            "lastUpdatedTimestamp",
            "lastDirtyTimestamp",
            "registrationTimestamp",
            "lastRenewalTimestamp",
            "evictionTimestamp",
            "serviceUpTimestamp",
            "renewalIntervalInSecs",
            "durationInSecs"
        }) {
            assertThat(only(instance, number).getTextContent()).as(number).matches("[0-9]+");
        }
        assertThat(only(instance, "port").getAttribute("enabled")).isEqualTo("true");
        assertThat(only(instance, "securePort").getAttribute("enabled")).isEqualTo("false");
        assertThat(only(instance, "isCoordinatingDiscoveryServer").getTextContent())
                .isEqualTo("false");
        assertThat(only(instance, "overriddenstatus").getTextContent()).isEqualTo("UNKNOWN");
        assertThat(only(instance, "dataCenterInfo").getAttribute("class")).endsWith("$DefaultDataCenterInfo");
    }

    @Test
    void noWordOfAnInstanceKeepsReadersOfXmlFromTheOthers() throws Exception {
        server.register(
                "poison",
                "a",
                "{\"port\":1,\"metadata\":{\"7a:b$_<>&\\\"'.-@class\":\"]]>&lt;\\uFFFF\\uD800 ä \\uD83D\\uDE00\"}}");
        register("poison", "b", ",\"homePageUrl\":\"\\u0000<>&\"");
        Element application = xml(server.get("/eureka/apps/poison"));
        Element metadata = only(application, "metadata");
        Element word = (Element) metadata.getFirstChild();
        assertThat(XmlNames.unescape(word.getTagName())).isEqualTo("7a:b$_<>&\"'.-@class");
        assertThat(word.getTextContent()).isEqualTo("]]>&lt;\uFFFD\uFFFD ä \uD83D\uDE00");
        assertThat(server.get("/eureka/apps/poison", AS_JSON).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "boolean enabled             | ,'port':{'$':7001,'@enabled':true}",
                "number as text              | ,'port':{'$':'7001','@enabled':'true'}",
                "a plain number              | ,'port':7001",
                "nothing but a secure one    | ,'port':null,'securePort':{'$':7001,'@enabled':'true'}",
                "both spellings              | ,'overriddenStatus':'UNKNOWN','overriddenstatus':'UNKNOWN'",
                "times as numbers            | ,'lastDirtyTimestamp':1795334053500,'lastUpdatedTimestamp':1795334053500",
                "times as text               | ,'lastDirtyTimestamp':'1795334053500'",
                "truth as text               | ,'isCoordinatingDiscoveryServer':'false'",
                "nothing                     | ,'sid':null,'metadata':null,'leaseInfo':null,'asgName':null,'securePort':null",
                "unknown members             | ,'a':1,'b':{'c':{}},'d':['e'],'f':[[1,[2]]]",
                "another lease               | ,'leaseInfo':{'evictionDurationInSecs':90,'renewalIntervalInSecs':'30'}",
                "odd metadata                | ,'metadata':{'@class':'java.util.Collections$EmptyMap','n':1,'t':true,'o':{},'z':null}",
                "no class of a data centre   | ,'dataCenterInfo':{'name':'MyOwn'}",
                "the class of fargo          | ,'dataCenterInfo':{'@class':'com.netflix.appinfo.MyDataCenterInfo','name':'MyOwn'}",
                "a data centre of fargo      | ,'dataCenterInfo':{'name':'MyOwn','metadata':null}",
                "a status that is none       | ,'status':'SLEEPY'",
            })
    void takesInWhatIsSeenInTheWild(String what, String members) {
        Answer answer = register("wild", "a", members.replace('\'', '"'));
        assertThat(answer.status()).as(what + ": " + answer.body()).isEqualTo(204);
        assertThat(server.get("/eureka/apps/WILD/a", AS_JSON).status()).isEqualTo(200);
    }

    @Test
    void metadataBecomeTexts() {
        register("words", "a", ",\"metadata\":{\"@class\":\"java.util.Map\",\"n\":1,\"t\":true,\"zone\":\"z1\"}");
        assertThat(server.get("/eureka/apps/WORDS/a", AS_JSON)
                        .json()
                        .at("/instance/metadata")
                        .toString())
                .isEqualTo("{\"n\":\"1\",\"t\":\"true\",\"zone\":\"z1\"}");
    }

    @Test
    void whatTheRegistryCannotKeepIsRefusedInWords() {
        Answer answer = register("unkept", "a", ",\"metadata\":{\"two words\":\"1\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("The metadata key 'two words' is not legal.");
    }

    @Test
    void aBodyNeedsNoWrapperAndNoId() {
        assertThat(post(
                                "bare",
                                "{\"app\":\"bare\",\"hostName\":\"h7\",\"ipAddr\":\"10.0.0.7\",\"port\":80,"
                                        + "\"dataCenterInfo\":{\"name\":\"MyOwn\"}}")
                        .status())
                .isEqualTo(204);
        assertThat(server.send("PUT", "/eureka/apps/BARE/h7", null).status()).isEqualTo(200);
        post(
                "bare",
                "{\"app\":\"bare\",\"hostName\":\"h8\",\"ipAddr\":\"10.0.0.8\",\"port\":80,\"dataCenterInfo\":"
                        + "{\"name\":\"Amazon\",\"metadata\":{\"instance-id\":\"i-8\"}}}");
        JsonNode amazon = server.get("/eureka/apps/BARE/i-8", AS_JSON).json().at("/instance/dataCenterInfo");
        assertThat(amazon.toString())
                .isEqualTo("{\"@class\":\"com.netflix.appinfo.AmazonInfo\",\"name\":\"Amazon\","
                        + "\"metadata\":{\"instance-id\":\"i-8\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "hostName", "ipAddr", "dataCenterInfo", "port"})
    void whatNobodyCouldCallIsRefusedWithTheNameOfWhatIsMissing(String member) {
        Answer answer = post("missing", body("missing", "a", ",\"" + member + "\":null"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(member.equals("dataCenterInfo") ? "'name'" : "'" + member + "'");
        assertThat(server.get("/eureka/apps/MISSING").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{\"instance\":[]}", "{\"instance\":{\"app\":{}}}"})
    void whatIsNoInstanceIsRefused(String body) {
        assertThat(post("rubbish", body).status()).isEqualTo(400);
    }

    @Test
    void anAppThatIsNotThePathsIsRefused() {
        assertThat(post("one", body("other", "a", "")).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;charset=json",
                "multipart/form-data; boundary=application/json",
                "application/x-www-form-urlencoded",
                "application/octet-stream",
                "garbage"
            })
    void aWebPageInABrowserCanRegisterNothing(String type) {
        Answer answer = server.send("POST", "/eureka/apps/FORGED", body("forged", "a", ""), "Content-Type", type);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(server.get("/eureka/apps/FORGED").status()).isEqualTo(404);
    }

    @Test
    void aHeartbeatOfSomebodyWithNewerWordsIsSentToRegister() {
        register("dirty", "a", ",\"lastDirtyTimestamp\":\"1000\"");
        String beat = "/eureka/apps/DIRTY/a?status=UP&lastDirtyTimestamp=";
        assertThat(server.send("PUT", beat + "1000", null).status()).isEqualTo(200);
        assertThat(server.send("PUT", beat + "999", null).status()).isEqualTo(200);
        assertThat(server.send("PUT", beat + "many", null).status()).isEqualTo(200);
        assertThat(server.send("PUT", beat + "1001", null).status()).isEqualTo(404);
    }

    @Test
    void aRegistrationThatComesLateDoesNotUndoNewerWords() {
        register("late", "a", ",\"lastDirtyTimestamp\":\"1001\",\"metadata\":{\"v\":\"new\"}");
        assertThat(register("late", "a", ",\"lastDirtyTimestamp\":\"1000\",\"metadata\":{\"v\":\"old\"}")
                        .status())
                .isEqualTo(204);
        assertThat(server.get("/eureka/apps/LATE/a", AS_JSON).at("/instance/metadata/v"))
                .isEqualTo("new");
        register("late", "a", ",\"metadata\":{\"v\":\"newest\"}");
        assertThat(server.get("/eureka/apps/LATE/a", AS_JSON).at("/instance/metadata/v"))
                .isEqualTo("newest");
    }

    @Test
    void theLeaseHasTheTermThatWasAskedForAndNotTwiceThat() {
        register("lapse", "a", ",\"leaseInfo\":{\"renewalIntervalInSecs\":5,\"durationInSecs\":15}");
        assertThat(server.get("/v1/services/lapse/instances/a").at("/instance/ttlSeconds"))
                .isEqualTo("15");
        passSeconds(10);
        assertThat(server.send("PUT", "/eureka/apps/LAPSE/a", null).status()).isEqualTo(200);
        long beat = server.clock().now().instant().toEpochMilli();
        passSeconds(14);
        JsonNode lease = server.get("/eureka/apps/LAPSE/a", AS_JSON).json().at("/instance/leaseInfo");
        assertThat(lease.path("lastRenewalTimestamp").asLong()).isEqualTo(beat);
        assertThat(lease.path("durationInSecs").asInt()).isEqualTo(15);
        assertThat(lease.path("renewalIntervalInSecs").asInt()).isEqualTo(5);
        passSeconds(1);
        assertThat(server.send("PUT", "/eureka/apps/LAPSE/a", null).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"30, 30, 60", "30, 90, 90", "1, 2, 2", "0, 0, 90", "5, 1000000, 90"})
    void aTermHasTimeForTwoHeartbeats(int renewal, int asked, int granted) {
        register(
                "terms",
                "a",
                ",\"leaseInfo\":{\"renewalIntervalInSecs\":" + renewal + ",\"durationInSecs\":" + asked + "}");
        assertThat(server.get("/v1/services/terms/instances/a").at("/instance/ttlSeconds"))
                .isEqualTo(Integer.toString(granted));
    }

    @Test
    void whoSaysDownIsDrainedAndThenLeaves() {
        register("leaver", "a", "");
        try (EventStream watch = EventStream.open(server.port(), "/v1/watch?service=leaver")) {
            watch.upTo("synced");
            register("leaver", "a", ",\"status\":\"DOWN\"");
            assertThat(watch.next("put").at("/instance/status")).isEqualTo("DRAINING");
            assertThat(server.get("/eureka/apps/LEAVER/a", AS_JSON).at("/instance/status"))
                    .isEqualTo("OUT_OF_SERVICE");
            server.delete("/eureka/apps/LEAVER/a");
            assertThat(watch.next("remove").at("/reason")).isEqualTo("deregistered");
        }
    }

    @Test
    void anOperatorsWordOutlivesHeartbeatsAndRegistrationsAndIsTakenBackAtOnce() {
        register("taken", "a", "");
        String status = "/eureka/apps/TAKEN/a/status?lastDirtyTimestamp=1&value=";
        for (String out : new String[] {"OUT_OF_SERVICE", "out_of_service", "DOWN", "UNKNOWN"}) {
            assertThat(server.send("PUT", status + out, null).status()).isEqualTo(200);
            server.send("PUT", "/eureka/apps/TAKEN/a", null);
            register("taken", "a", ",\"overriddenStatus\":\"UNKNOWN\"");
            assertThat(statusOf("TAKEN/a")).isEqualTo("OUT_OF_SERVICE, overridden OUT_OF_SERVICE");
            assertThat(server.get("/v1/services/taken/instances/a").at("/instance/override/status"))
                    .isEqualTo("OUT_OF_SERVICE");
            String back = out.equals("DOWN") ? "DELETE" : "PUT";
            assertThat(server.send(back, status + "UP", null).status()).isEqualTo(200);
            assertThat(statusOf("TAKEN/a")).isEqualTo("UP, overridden UNKNOWN");
            assertThat(server.send("PUT", "/eureka/apps/TAKEN/a", null).status())
                    .isEqualTo(200);
        }
        assertThat(server.send("PUT", status + "SLEEPY", null).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "UP, UP",
        "STARTING, STARTING",
        "OUT_OF_SERVICE, OUT_OF_SERVICE",
        "DOWN, OUT_OF_SERVICE",
        "SLEEPY, OUT_OF_SERVICE"
    })
    void aStatusIsToldInTheFiveWordsOfEureka(String said, String told) {
        register("words-of-status", "a", ",\"status\":\"" + said + "\"");
        assertThat(statusOf("WORDS-OF-STATUS/a")).isEqualTo(told + ", overridden UNKNOWN");
    }

    @Test
    void metadataAreAddedAndShowUpInTheDelta() {
        register("described", "a", ",\"metadata\":{\"color\":\"red\",\"size\":\"7\"}");
        assertThat(server.send("PUT", "/eureka/apps/DESCRIBED/a/metadata?color=blue&eureka=x", null)
                        .status())
                .isEqualTo(200);
        JsonNode instance = find(server.get("/eureka/apps/delta", AS_JSON).json(), "DESCRIBED")
                .path(0);
        assertThat(instance.path("metadata").toString()).isEqualTo("{\"color\":\"blue\",\"size\":\"7\"}");
        assertThat(instance.path("ipAddr").asString()).isEqualTo("10.0.0.1");
    }

    @Test
    void theDeltaTellsWhatIsGoneAsItWasAndCountsWhatIsThere() {
        register("gone", "a", ",\"port\":7001");
        register("gone", "b", "");
        server.get("/eureka/apps/");
        server.delete("/eureka/apps/GONE/a");
        JsonNode delta = server.get("/eureka/apps/delta", AS_JSON).json();
        JsonNode gone = find(delta, "GONE");
        JsonNode last = gone.path(gone.size() - 1);
        assertThat(last.path("actionType").asString()).isEqualTo("DELETED");
        assertThat(last.path("instanceId").asString()).isEqualTo("a");
        assertThat(last.path("port").path("$").asInt()).isEqualTo(7001);
        assertThat(last.path("leaseInfo").path("evictionTimestamp").asLong()).isPositive();
        JsonNode all = server.get("/eureka/apps", AS_JSON).json();
        assertThat(delta.at("/applications/apps__hashcode")).isEqualTo(all.at("/applications/apps__hashcode"));
        assertThat(find(all, "GONE")).hasSize(1);
    }

    @Test
    void anInstanceIsFoundByEachOfItsVips() {
        register("vip-one", "a", ",\"vipAddress\":\"vip-x,vip-y\",\"secureVipAddress\":\"vip-z\"");
        register("vip-two", "b", ",\"vipAddress\":\"vip-y\",\"status\":\"STARTING\"");
        JsonNode both = server.get("/eureka/vips/vip-y", AS_JSON).json().path("applications");
        assertThat(both.path("application")).hasSize(2);
        assertThat(both.path("versions__delta").asString()).isEqualTo("-1");
        assertThat(both.path("apps__hashcode").asString()).isEqualTo("STARTING_1_UP_1_");
        assertThat(server.get("/eureka/vips/vip-x/", AS_JSON).json().at("/applications/application"))
                .hasSize(1);
        assertThat(server.get("/eureka/svips/vip-z", AS_JSON).json().at("/applications/application"))
                .hasSize(1);
        Answer none = server.get("/eureka/vips/vip-none", AS_JSON);
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.body())
                .isEqualTo(
                        "{\"applications\":{\"versions__delta\":\"-1\",\"apps__hashcode\":\"\",\"application\":[]}}");
    }

    @Test
    void anInstanceOfAStarterLooksLikeOneOfTheirs() {
        server.register("native", "n-1", """
                {"host":"10.0.0.9","port":8443,"scheme":"https","zone":"z2","metadata":{"v":"1"},"ttlSeconds":9}""");
        JsonNode instance =
                server.get("/eureka/apps/NATIVE/n-1", AS_JSON).json().path("instance");
        assertThat(instance.path("hostName").asString()).isEqualTo("10.0.0.9");
        assertThat(instance.path("ipAddr").asString()).isEqualTo("10.0.0.9");
        assertThat(instance.path("vipAddress").asString()).isEqualTo("native");
        assertThat(instance.path("secureVipAddress").asString()).isEqualTo("native");
        assertThat(instance.path("port").path("@enabled").asString()).isEqualTo("false");
        assertThat(instance.path("securePort").toString()).isEqualTo("{\"$\":8443,\"@enabled\":\"true\"}");
        assertThat(instance.path("metadata").toString()).isEqualTo("{\"v\":\"1\",\"zone\":\"z2\"}");
        assertThat(instance.path("leaseInfo").path("durationInSecs").asInt()).isEqualTo(9);
        assertThat(instance.path("leaseInfo").path("renewalIntervalInSecs").asInt())
                .isEqualTo(3);
    }

    @Test
    void anInstanceOfAEurekaClientLooksLikeOneOfOurs() {
        register(
                "ours",
                "a",
                ",\"securePort\":{\"$\":8443,\"@enabled\":\"true\"},\"metadata\":{\"zone\":\"z1\",\"v\":\"2\"}");
        Answer instance = server.get("/v1/services/ours/instances?metadata.v=2&zone=z1&routable=true");
        assertThat(instance.at("/instances/0/host")).isEqualTo("10.0.0.1");
        assertThat(instance.at("/instances/0/port")).isEqualTo("8443");
        assertThat(instance.at("/instances/0/scheme")).isEqualTo("https");
        assertThat(instance.at("/instances/0/check/type")).isEqualTo("tcp");
    }

    @Test
    void aNewRegistrationOfTheSameProcessKeepsItsAge() {
        register("age", "a", ",\"lastDirtyTimestamp\":\"1000\"");
        String since = server.get("/v1/services/age/instances/a").at("/instance/registeredAt");
        server.clock().advance(Duration.ofSeconds(1));
        register("age", "a", ",\"lastDirtyTimestamp\":\"2000\",\"metadata\":{\"v\":\"2\"}");
        Answer instance = server.get("/v1/services/age/instances/a");
        assertThat(instance.at("/instance/registeredAt")).isEqualTo(since);
        assertThat(instance.at("/instance/incarnation")).isEqualTo("1000");
    }

    @Test
    void listsArePackedForWhoCanUnpackThem() throws Exception {
        register("packed", "a", "");
        for (String path : new String[] {"/eureka/apps/", "/eureka/apps/delta", "/eureka/apps/PACKED"}) {
            HttpResponse<byte[]> packed = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                                    .header("Accept", "application/json")
                                    .header("Accept-Encoding", "gzip, x-gzip, deflate")
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(packed.headers().firstValueAsLong("Content-Length")).hasValue(packed.body().length);
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8))
                    .isEqualTo(server.get(path, AS_JSON).body());
        }
    }

    @Test
    void aHeadIsAnsweredLikeAGetWithoutItsBody() {
        Answer head = server.send("HEAD", "/eureka/apps/", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("application/xml");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void nobodyPassesForAPeerOfTheServer() {
        register("peer", "a", ",\"lastDirtyTimestamp\":\"1000\"");
        Answer beat = server.send(
                "PUT", "/eureka/apps/PEER/a?lastDirtyTimestamp=999", null, "x-netflix-discovery-replication", "true");
        assertThat(beat.status()).isEqualTo(200);
        assertThat(server.send("POST", "/eureka/peerreplication/batch/", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aDocumentTypeIsRefusedAndNothingIsFetched() {
        Answer answer = server.send(
                "POST",
                "/eureka/apps/DTD",
                "<!DOCTYPE instance [<!ENTITY x SYSTEM \"http://localhost:" + server.port() + "/v1/services\">]>"
                        + "<instance><app>DTD</app><hostName>&x;</hostName></instance>",
                "Content-Type",
                "application/xml");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("no legal XML");
    }

    private static Answer register(String app, String id, String members) {
        return post(app, body(app, id, members));
    }

    /** Members given here count, because of two with one name the later does. */
    private static String body(String app, String id, String members) {
        return "{\"instance\":{\"instanceId\":\"" + id + "\",\"app\":\"" + app + "\",\"hostName\":\"10.0.0.1\","
                + "\"ipAddr\":\"10.0.0.1\",\"status\":\"UP\",\"port\":{\"$\":8080,\"@enabled\":\"true\"},\"vipAddress\":\""
                + app + "\",\"dataCenterInfo\":{\"name\":\"MyOwn\"}" + members + "}}";
    }

    private static Answer post(String app, String json) {
        return server.send("POST", "/eureka/apps/" + app, json, "Content-Type", "application/json;charset=UTF-8");
    }

    private static String statusOf(String instance) {
        Answer answer = server.get("/eureka/apps/" + instance, AS_JSON);
        return answer.at("/instance/status") + ", overridden " + answer.at("/instance/overriddenStatus");
    }

    private static JsonNode find(JsonNode document, String app) {
        for (JsonNode application : document.at("/applications/application")) {
            if (application.path("name").asString().equals(app)) {
                return application.path("instance");
            }
        }
        throw new AssertionError(app + " is not in " + document);
    }

    /** In steps that nobody takes for a standstill of the process. */
    private static void passSeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            server.clock().advance(Duration.ofSeconds(1));
            server.registry().expireLapsed(server.clock().now());
        }
    }

    private static Element xml(Answer answer) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static Element only(Element parent, String name) {
        assertThat(parent.getElementsByTagName(name).getLength()).as(name).isPositive();
        return (Element) parent.getElementsByTagName(name).item(0);
    }
}
