package io.ringmaster.benchmarks.load;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Eureka's REST, as the client of Spring Cloud speaks it. It asks for what has changed every second, which is the least that can
 * be set; the default is 30.
 */
final class EurekaWire implements Wire {

    private static final String JSON = "application/json";
    private static final Duration LEAST_FETCH_INTERVAL = Duration.ofSeconds(1);
    private static final String STARTED_AT = "1700000000000";

    @Override
    public String name() {
        return "eureka";
    }

    @Override
    public List<String> arguments(int port, Path work) {
        return List.of("--server.port=" + port);
    }

    @Override
    public String readyPath() {
        return "/eureka/apps";
    }

    @Override
    public Call register(Member member, String mark) {
        return Call.of(HttpMethod.POST, "/eureka/apps/" + app(member), """
                {"instance":{"instanceId":"%s","app":"%s","appGroupName":null,"ipAddr":"%s","sid":"na",\
                "homePageUrl":"http://%s:8080/","statusPageUrl":"http://%s:8080/actuator/info",\
                "healthCheckUrl":"http://%s:8080/actuator/health","secureHealthCheckUrl":null,"vipAddress":"%s",\
                "secureVipAddress":"%s","countryId":1,"dataCenterInfo":{"@class":\
                "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},"hostName":"%s","status":"UP",\
                "overriddenStatus":"UNKNOWN","leaseInfo":{"renewalIntervalInSecs":3,"durationInSecs":3600,\
                "registrationTimestamp":0,"lastRenewalTimestamp":0,"evictionTimestamp":0,"serviceUpTimestamp":0},\
                "isCoordinatingDiscoveryServer":false,"lastUpdatedTimestamp":%s,"lastDirtyTimestamp":%s,\
                "actionType":null,"asgName":null,"port":{"$":8080,"@enabled":"true"},"securePort":{"$":443,\
                "@enabled":"false"},"metadata":{"version":"1.2.3","zone":"zone-%d","mark":"%s"}}}""".formatted(
                        member.id(),
                        app(member),
                        member.host(),
                        member.host(),
                        member.host(),
                        member.host(),
                        member.service(),
                        member.service(),
                        member.host(),
                        STARTED_AT,
                        STARTED_AT,
                        member.number() % 3,
                        mark));
    }

    @Override
    public Call deregister(Member member) {
        return Call.of(HttpMethod.DELETE, path(member), "");
    }

    @Override
    public Call beat(Member member) {
        return Call.of(HttpMethod.PUT, path(member) + "?status=UP&lastDirtyTimestamp=" + STARTED_AT, "");
    }

    @Override
    public Call list() {
        return Call.get("/eureka/apps/", JSON);
    }

    @Override
    public @Nullable String endOfList() {
        return null;
    }

    @Override
    public Call watch(int watcher, String service) {
        return Call.get("/eureka/apps/delta", JSON);
    }

    @Override
    public Duration pollEvery() {
        return LEAST_FETCH_INTERVAL;
    }

    private static String path(Member member) {
        return "/eureka/apps/" + app(member) + "/" + member.id();
    }

    private static String app(Member member) {
        return member.service().toUpperCase(Locale.ROOT);
    }
}
