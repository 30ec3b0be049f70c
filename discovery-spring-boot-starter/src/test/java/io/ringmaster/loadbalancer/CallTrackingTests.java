package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.time.FakeTicker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultRequestContext;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

class CallTrackingTests {

    private final List<InstanceKey> reported = new ArrayList<>();
    private final FakeTicker ticker = new FakeTicker();
    private final RoutingTables tables = new RoutingTables(
            MirrorFeed.of(
                            MirrorFeed.up("inventory", "i1", 8080),
                            MirrorFeed.up("inventory", "i2", 8081),
                            MirrorFeed.up("inventory", "i3", 8082))
                    .mirror(),
            new DirectExecutorService(Runnable::run),
            TrafficRules.DEFAULT,
            ticker);
    private final ServiceRoutes routes = tables.of("inventory");
    private final CallTracking tracking = new CallTracking(tables, ticker, reported::add);

    @Test
    void callIsInFlightFromItsStartToItsEnd() {
        Request<Object> request = start(instance("inventory", "i1"));
        assertThat(inFlight("i1")).isEqualTo(1);
        complete(request, Status.SUCCESS, null, null);
        assertThat(inFlight("i1")).isZero();
    }

    @Test
    void serviceIsFoundWhateverTheCaseOfItsNameAndAnInstanceWithoutIdByItsAddress() {
        start(instance("INVENTORY", "i1"));
        start(new DefaultServiceInstance(null, "inventory", "127.0.0.1", 8080, false));
        assertThat(inFlight("i1")).isEqualTo(2);
    }

    @Test
    void endsThatAreToldTwiceOrWithoutAStartCountOnce() {
        Request<Object> request = start(instance("inventory", "i1"));
        start(instance("inventory", "i1"));
        complete(request, Status.SUCCESS, null, null);
        complete(request, Status.FAILED, new IOException(), null);
        complete(new DefaultRequest<>(new Object()), Status.FAILED, null, null);
        assertThat(inFlight("i1")).isEqualTo(1);
    }

    @Test
    void discardEndsNothingBecauseNothingWasStarted() {
        Request<Object> request = start(instance("inventory", "i1"));
        complete(request, Status.DISCARD, null, null);
        assertThat(inFlight("i1")).isEqualTo(1);
    }

    @Test
    void secondStartOfOneRequestIsARetryAndEndsTheFirst() {
        Request<Object> request = start(instance("inventory", "i1"));
        tracking.onStartRequest(request, new DefaultResponse(instance("inventory", "i2")));
        assertThat(inFlight("i1")).isZero();
        assertThat(inFlight("i2")).isEqualTo(1);
    }

    @Test
    void cancelledCallEndsOnce() {
        start(instance("inventory", "i1"));
        CallTracking.Call call = tracking.takeStarted();
        assertThat(call).isNotNull();
        assertThat(tracking.takeStarted()).isNull();
        call.end();
        call.end();
        assertThat(inFlight("i1")).isZero();
    }

    @Test
    void callWhoseEndIsLostCountsForAMinute() {
        start(instance("inventory", "i1"));
        ticker.advance(Duration.ofSeconds(60));
        start(instance("inventory", "i2"));
        assertThat(inFlight("i1")).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(2));
        start(instance("inventory", "i2"));
        assertThat(inFlight("i1")).isZero();
        assertThat(inFlight("i2")).isEqualTo(2);
    }

    @Test
    void anInstanceThatCannotBeConnectedToIsReported() {
        fail(new IOException(new ConnectException("Connection refused")), instance("inventory", "i1"));
        fail(new NoRouteToHostException(), instance("INVENTORY", "i1"));

        assertThat(reported).containsExactly(new InstanceKey("inventory", "i1"), new InstanceKey("inventory", "i1"));
    }

    @Test
    void whatGoesWrongAfterConnectingIsNot() {
        fail(new SocketTimeoutException("Read timed out"), instance("inventory", "i1"));
        fail(new IOException("Connection reset"), instance("inventory", "i1"));
        complete(start(instance("inventory", "i1")), Status.SUCCESS, null, null);

        assertThat(reported).isEmpty();
    }

    @Test
    void whatTheRegistryDoesNotListIsNot() {
        fail(new ConnectException(), new DefaultServiceInstance("gone", "inventory", "10.0.0.9", 1, false));
        fail(new ConnectException(), instance("not_ours", "i1"));
        tracking.onStartRequest(new DefaultRequest<>(new Object()), new EmptyResponse());

        assertThat(reported).isEmpty();
    }

    @Test
    void instanceThatAnswersWithServerErrorsIsLeftOutAndReported() {
        for (int i = 0; i < 5; i++) {
            complete(start(instance("inventory", "i1")), Status.SUCCESS, null, HttpStatus.SERVICE_UNAVAILABLE);
        }
        assertThat(routes.traffic().of("i1").ejection().isOn(ticker.nanos())).isTrue();
        assertThat(reported).containsExactly(new InstanceKey("inventory", "i1"));
    }

    @Test
    void refusalsOfTheCallersOwnMakingSayNothingAboutTheInstance() {
        for (int i = 0; i < 30; i++) {
            complete(start(instance("inventory", "i1")), Status.SUCCESS, null, HttpStatus.NOT_FOUND);
            fail(new IllegalStateException("a fault of the caller"), instance("inventory", "i1"));
        }
        assertThat(routes.traffic().of("i1").ejection().isOn(ticker.nanos())).isFalse();
    }

    @Test
    void latencyIsMeasuredFromStartToEnd() {
        Request<Object> request = start(instance("inventory", "i1"));
        ticker.advance(Duration.ofMillis(30));
        complete(request, Status.SUCCESS, null, HttpStatus.OK);
        assertThat(routes.traffic().of("i1").latency().nanos(ticker.nanos())).isEqualTo(30e6);
    }

    @Test
    void hearsOfEveryKindOfCall() {
        assertThat(tracking.supports(DefaultRequestContext.class, Object.class, ServiceInstance.class))
                .isTrue();
        assertThat(tracking.supports(RetryableRequestContext.class, ResponseData.class, ServiceInstance.class))
                .isTrue();
    }

    private int inFlight(String id) {
        return routes.traffic().of(id).inFlight();
    }

    private Request<Object> start(ServiceInstance instance) {
        Request<Object> request = new DefaultRequest<>(new Object());
        tracking.onStartRequest(request, new DefaultResponse(instance));
        return request;
    }

    private void fail(Throwable failure, ServiceInstance instance) {
        complete(start(instance), Status.FAILED, failure, null);
    }

    private void complete(
            Request<Object> request, Status status, @Nullable Throwable failure, @Nullable HttpStatus answer) {
        if (answer == null) {
            tracking.onComplete(new CompletionContext<>(status, failure, request, new EmptyResponse()));
        } else {
            tracking.onComplete(new CompletionContext<>(
                    status, request, new EmptyResponse(), new ResponseData(answer, new HttpHeaders(), null, null)));
        }
    }

    private static ServiceInstance instance(String service, String id) {
        return new DefaultServiceInstance(
                id, service, "127.0.0.1", 8079 + Character.getNumericValue(id.charAt(1)), false);
    }
}
