package io.ringmaster.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.core.JacksonException;

/**
 * Calls one of the registry's servers, the first that can be reached. By {@link HttpURLConnection}, because a stream needs a
 * bound for the time in which nothing is read, and because it starts in a fraction of the time of the newer client.
 */
final class Connection {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final List<String> servers;
    private final @Nullable String token;

    /**
     * @param servers addresses without a slash at the end
     */
    Connection(List<String> servers, @Nullable String token) {
        this.servers = servers;
        this.token = token;
    }

    /** Returns a path of these segments below {@code /v1}, each encoded. */
    static String path(String... segments) {
        StringBuilder path = new StringBuilder("/v1");
        for (String segment : segments) {
            path.append('/').append(encoded(segment));
        }
        return path.toString();
    }

    /** Returns the text as it may stand in a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String get(String path) {
        return text(open("GET", path, null, ANSWER));
    }

    /** Waits for an answer that takes up to that time longer than others. */
    String get(String path, Duration longer) {
        return text(open("GET", path, null, ANSWER.plus(longer)));
    }

    String put(String path, String json) {
        return text(open("PUT", path, json, ANSWER));
    }

    void delete(String path) {
        text(open("DELETE", path, null, ANSWER));
    }

    /**
     * Opens a stream.
     *
     * @param after the last event that was seen, or null
     * @param silence the time after which a stream that says nothing is dead
     */
    InputStream stream(String path, @Nullable String after, Duration silence) {
        HttpURLConnection call = open("GET", path, null, silence, "Last-Event-ID", after);
        try {
            return call.getInputStream();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpURLConnection open(String method, String path, @Nullable String json, Duration patience) {
        return open(method, path, json, patience, "Accept", "application/json, application/problem+json");
    }

    private HttpURLConnection open(
            String method,
            String path,
            @Nullable String json,
            Duration patience,
            String header,
            @Nullable String value) {
        IOException last = new ConnectException("no server is named");
        for (String server : servers) {
            try {
                HttpURLConnection call = connect(server + path);
                call.setRequestMethod(method);
                call.setReadTimeout((int) patience.toMillis());
                if (value != null) {
                    call.setRequestProperty(header, value);
                }
                if (token != null) {
                    call.setRequestProperty("Authorization", "Bearer " + token);
                }
                if (json != null) {
                    call.setDoOutput(true);
                    call.setRequestProperty("Content-Type", "application/json");
                    call.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
                }
                if (call.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST) {
                    throw refused(call);
                }
                return call;
            } catch (ConnectException | UnknownHostException | NoRouteToHostException | SocketTimeoutException next) {
                last = next;
            } catch (IOException e) {
                throw unreachable(e);
            }
        }
        throw unreachable(last);
    }

    private static HttpURLConnection connect(String uri) throws IOException {
        try {
            HttpURLConnection call = (HttpURLConnection) URI.create(uri).toURL().openConnection();
            call.setConnectTimeout((int) CONNECT.toMillis());
            call.setInstanceFollowRedirects(false);
            return call;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new CommandException(
                    CommandLine.ExitCode.USAGE,
                    "'" + uri + "' is no address of a registry. One looks like 'http://registry-1:8761'.");
        }
    }

    private String text(HttpURLConnection call) {
        try (InputStream body = call.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static CommandException refused(HttpURLConnection call) throws IOException {
        String body = "";
        try (InputStream problem = call.getErrorStream()) {
            body = problem == null ? "" : new String(problem.readAllBytes(), StandardCharsets.UTF_8);
            String detail = RegistryCommand.parse(body).path("detail").asString(body);
            return new CommandException(
                    CommandException.REFUSED,
                    call.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                            ? "The registry asks for its token. Set " + RegistryCommand.TOKEN + ", or name a file with"
                                    + " --token-file."
                            : detail);
        } catch (JacksonException noProblem) {
            return new CommandException(
                    CommandException.REFUSED,
                    call.getURL() + " answers " + call.getResponseCode() + ", and not like a registry: " + body);
        }
    }

    private CommandException unreachable(IOException cause) {
        return new CommandException(
                CommandException.UNREACHABLE,
                "No registry answers at " + String.join(", ", servers) + " (" + cause.getMessage()
                        + "). Say where it is with --server or " + RegistryCommand.SERVERS + ".");
    }
}
