package io.ringmaster.client;

import io.ringmaster.model.BeatAnswer;
import io.ringmaster.model.CertificateRequest;
import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.IssuedCertificate;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.model.Registration;
import io.ringmaster.model.SessionBeat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls to the registry. Each is tried at the server in use and, when that cannot answer, at each other one in turn;
 * all of them may be sent twice, because they say what shall be and not what to do. Any thread may call; it blocks up to
 * the timeouts. Every failure is a {@link RegistryException}.
 */
public final class RegistryClient {

    /**
     * The answer to a registration, as far as it matters here.
     *
     * @param lease permission to stay listed
     */
    public record Registered(LeaseGrant lease) {
        public Registered {
            Objects.requireNonNull(lease, "no lease");
        }
    }

    /**
     * What a problem answer says. Something else than a registry may answer, so both may be missing.
     *
     * @param code the stable word for the reason
     * @param detail what a person can act on
     */
    public record Problem(@Nullable String code, @Nullable String detail) {}

    /** Says nothing about this call, only about how many there were. */
    private static final String TOO_MANY_REQUESTS = "too-many-requests";

    private static final Set<String> ALREADY_GONE = Set.of("unknown-instance", "stale-incarnation");

    private final RegistryServers servers;
    private final @Nullable String token;
    private final Duration readTimeout;
    private final Supplier<HttpClient> factory;

    /** Made at the first use, and again after {@link #release()}. */
    private @Nullable HttpClient http;

    /**
     * @param servers where to call
     * @param token the secret of the registry, or null
     * @param readTimeout how long an answer may take
     * @param factory makes the HTTP client, whose connections are given up with {@link #release()}
     */
    public RegistryClient(
            RegistryServers servers, @Nullable String token, Duration readTimeout, Supplier<HttpClient> factory) {
        this.servers = servers;
        this.token = token;
        this.readTimeout = readTimeout;
        this.factory = factory;
    }

    /** Returns the servers and which of them is in use. */
    public RegistryServers servers() {
        return servers;
    }

    /** Registers an instance, or replaces its registration. Returns the permission to stay listed. */
    public LeaseGrant register(Registration registration, InstanceStatus status) {
        return read(call("PUT", path(registration.key()), RegistrationBody.of(registration, status)), Registered.class)
                .lease();
    }

    /** Says what this process of the instance says of itself; refused when a newer one is listed. */
    public void report(Registration registration, InstanceStatus status) {
        call(
                "PUT",
                path(registration.key()) + "/status",
                Map.of("status", status, "incarnation", registration.incarnation()));
    }

    /**
     * Waits until everybody who watches the service leaves the instance out, which must be draining.
     *
     * @param atMost how long, in whole seconds
     */
    public Drained drained(Registration registration, Duration atMost) {
        String path = path(registration.key()) + "/drain?timeoutSeconds=" + atMost.toSeconds();
        return read(call("GET", path, null, readTimeout.plus(atMost)), Drained.class);
    }

    /** Takes the instance off the list. Succeeds as well when it is not listed, or a newer process of its id is. */
    public void deregister(Registration registration) {
        try {
            call("DELETE", path(registration.key()) + "?incarnation=" + registration.incarnation(), null);
        } catch (RegistryException.Refused refused) {
            if (!ALREADY_GONE.contains(refused.code())) {
                throw refused;
            }
        }
    }

    /**
     * Gets a certificate for a service.
     *
     * @param service in lower case
     */
    public IssuedCertificate certify(String service, CertificateRequest request) {
        return read(
                call("POST", "/v1/services/" + encode(service) + "/certificates", request), IssuedCertificate.class);
    }

    /** Says once per beat what this process holds, has applied, and could not reach. */
    public BeatAnswer beat(String session, SessionBeat beat) {
        return read(call("PUT", "/v1/sessions/" + encode(session), beat), BeatAnswer.class);
    }

    /**
     * Opens a stream at the server in use, and nowhere else.
     *
     * @return the answer, whose status is 200 and whose body does not end by itself
     */
    HttpResponse<InputStream> open(URI server, String pathAndQuery, Map<String, String> headers) {
        HttpRequest.Builder request = request(server, pathAndQuery).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        HttpResponse<InputStream> response = send(server, request.GET().build(), RegistryClient::stream, readTimeout);
        if (response.statusCode() == 200) {
            return response;
        }
        try (InputStream body = response.body()) {
            throw failure(server, response, new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new RegistryException.Unavailable(server, reason(broken), broken);
        }
    }

    /** A stream for an answer that does not end; anything else is read whole, within the time for an answer. */
    private static BodySubscriber<InputStream> stream(ResponseInfo answer) {
        return answer.statusCode() == 200
                ? BodySubscribers.ofInputStream()
                : BodySubscribers.mapping(new BoundedBody(), ByteArrayInputStream::new);
    }

    private static BodySubscriber<String> text(ResponseInfo answer) {
        return BodySubscribers.mapping(new BoundedBody(), bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Gives up the connections. The next call makes new ones. */
    public synchronized void release() {
        HttpClient used = http;
        http = null;
        if (used != null) {
            try {
                HttpClient.class.getMethod("shutdownNow").invoke(used);
            } catch (ReflectiveOperationException olderThanJava21) {
                // Its threads end by themselves when nobody holds it any more.
            }
        }
    }

    private HttpResponse<String> call(String method, String path, @Nullable Object body) {
        return call(method, path, body, readTimeout);
    }

    private HttpResponse<String> call(String method, String path, @Nullable Object body, Duration patience) {
        byte[] bytes = body == null ? new byte[0] : Wire.write(body);
        RegistryException.Unavailable last = null;
        for (int attempt = 0; attempt < servers.all().size(); attempt++) {
            URI server = servers.current();
            try {
                HttpResponse<String> response = once(server, method, path, bytes, patience);
                servers.answered(server);
                return response;
            } catch (RegistryException.Unavailable unavailable) {
                servers.failed(server);
                last = unavailable;
            }
        }
        throw Objects.requireNonNull(last);
    }

    private HttpResponse<String> once(URI server, String method, String path, byte[] bytes, Duration patience) {
        HttpRequest.Builder request = request(server, path)
                .header("Accept", "application/json, application/problem+json")
                .header("Prefer", "return=minimal")
                .method(method, bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        if (bytes.length > 0) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = send(server, request.build(), RegistryClient::text, patience);
        if (response.statusCode() / 100 != 2) {
            throw failure(server, response, response.body());
        }
        return response;
    }

    private static <T> T read(HttpResponse<String> response, Class<T> type) {
        try {
            return Wire.read(response.body(), type);
        } catch (IllegalArgumentException unreadable) {
            URI uri = response.request().uri();
            throw new RegistryException.Unreadable(
                    uri.resolve("/"),
                    "the answer to " + response.request().method() + " " + uri.getPath() + " is "
                            + unreadable.getMessage());
        }
    }

    private HttpRequest.Builder request(URI server, String pathAndQuery) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + pathAndQuery));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private <T> HttpResponse<T> send(
            URI server, HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration patience) {
        try {
            try {
                return exchange(request, handler, patience);
            } catch (ConnectException | HttpTimeoutException unreachable) {
                throw unreachable;
            } catch (IOException broken) {
                // A kept connection may have been closed by the server at this moment; a new one tells.
                return exchange(request, handler, patience);
            }
        } catch (IOException failed) {
            throw new RegistryException.Unavailable(server, reason(failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RegistryException.Unavailable(server, "this application is stopping", interrupted);
        }
    }

    /** A timeout set on the request would end with the headers of the answer; this bounds the whole of it. */
    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client().sendAsync(request, handler);
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer in time");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            throw interrupted;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        }
    }

    private synchronized HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            client = factory.get();
            http = client;
        }
        return client;
    }

    private RegistryException failure(URI server, HttpResponse<?> response, String body) {
        int status = response.statusCode();
        Problem problem = problem(body);
        if (status == 401) {
            return new RegistryException.Unauthorized(server, token != null);
        }
        if (status >= 500 || TOO_MANY_REQUESTS.equals(problem.code())) {
            String detail = problem.detail();
            return new RegistryException.Unavailable(
                    server, "it answered " + status + (detail == null ? "" : " (" + shortened(detail) + ")"));
        }
        if (problem.code() == null) {
            return new RegistryException.Unreadable(
                    server,
                    "it answered " + response.request().method() + " "
                            + response.request().uri().getPath() + " with " + status + " and no problem code");
        }
        return new RegistryException.Refused(
                server,
                shortened(problem.code()),
                problem.detail() == null ? "it does not say why" : shortened(problem.detail()));
    }

    private static Problem problem(String body) {
        try {
            return Wire.read(body, Problem.class);
        } catch (IllegalArgumentException noProblem) {
            return new Problem(null, null);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    private static String reason(IOException failed) {
        if (failed instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (failed instanceof ConnectException) {
            // The JDK's message is null for a closed port and for an unknown host alike.
            Throwable cause = failed.getCause();
            return cause instanceof UnresolvedAddressException ? "unknown host" : "connection refused";
        }
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : shortened(message);
    }

    private static String path(InstanceKey key) {
        return "/v1/services/" + encode(key.service()) + "/instances/" + encode(key.id());
    }

    /** Percent-encodes a value for a path segment or a query. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
