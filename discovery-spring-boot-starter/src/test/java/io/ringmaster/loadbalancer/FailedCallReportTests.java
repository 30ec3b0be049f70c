package io.ringmaster.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.InstanceKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultRequestContext;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;

class FailedCallReportTests {

    private final List<InstanceKey> reported = new ArrayList<>();
    private final FailedCallReport report = new FailedCallReport(
            MirrorFeed.of(MirrorFeed.up("inventory", "i1", 8080)).mirror(), reported::add);

    @Test
    void anInstanceThatCannotBeConnectedToIsReported() {
        complete(
                Status.FAILED,
                new IOException(new ConnectException("Connection refused")),
                instance("inventory", "i1"));
        complete(Status.FAILED, new NoRouteToHostException(), instance("INVENTORY", "i1"));

        assertThat(reported).containsExactly(new InstanceKey("inventory", "i1"), new InstanceKey("inventory", "i1"));
    }

    @Test
    void whatGoesWrongAfterConnectingIsNot() {
        complete(Status.FAILED, new SocketTimeoutException("Read timed out"), instance("inventory", "i1"));
        complete(Status.FAILED, new IOException("Connection reset"), instance("inventory", "i1"));
        complete(Status.SUCCESS, null, instance("inventory", "i1"));
        complete(Status.DISCARD, null, instance("inventory", "i1"));

        assertThat(reported).isEmpty();
    }

    @Test
    void whatTheRegistryDoesNotListIsNot() {
        complete(Status.FAILED, new ConnectException(), instance("inventory", "gone"));
        complete(Status.FAILED, new ConnectException(), instance("not_ours", "i1"));
        complete(Status.FAILED, new ConnectException(), instance("inventory", null));
        report.onComplete(new CompletionContext<>(
                Status.FAILED, new ConnectException(), new DefaultRequest<>(new Object()), new EmptyResponse()));

        assertThat(reported).isEmpty();
    }

    @Test
    void hearsOfEveryKindOfCall() {
        assertThat(report.supports(DefaultRequestContext.class, Object.class, ServiceInstance.class))
                .isTrue();
        assertThat(report.supports(RetryableRequestContext.class, ResponseData.class, ServiceInstance.class))
                .isTrue();
    }

    private void complete(Status status, Throwable failure, ServiceInstance instance) {
        report.onComplete(new CompletionContext<>(
                status, failure, new DefaultRequest<>(new Object()), new DefaultResponse(instance)));
    }

    private static ServiceInstance instance(String service, String id) {
        return new DefaultServiceInstance(id, service, "127.0.0.1", 8080, false);
    }
}
