package io.ringmaster.server.api;

import io.ringmaster.model.InstanceKey;
import io.ringmaster.model.LeaseGrant;
import io.ringmaster.server.registry.FrequentCall;
import io.ringmaster.server.registry.Registered;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Ticker;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** A registration, on the short way: a whole fleet comes at once after a fault. */
final class RegistrationCall implements FrequentCall {

    private static final String SERVICES = "/v1/services/";
    private static final String INSTANCES = "/instances/";
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int USUAL_BYTES = 1024;

    private final Registry registry;
    private final Ticker ticker;
    private final JsonMapper json;

    /** Nearly all get the same lease. Any thread reads and writes it. */
    private volatile @Nullable Written last;

    private record Written(LeaseGrant lease, byte[] json) {}

    RegistrationCall(Registry registry, Ticker ticker, JsonMapper json) {
        this.registry = registry;
        this.ticker = ticker;
        this.json = json;
    }

    @Override
    public boolean is(String method, String path) {
        if (!method.equals("PUT") || !path.startsWith(SERVICES)) {
            return false;
        }
        int service = path.indexOf('/', SERVICES.length());
        return service > 0
                && path.startsWith(INSTANCES, service)
                && path.indexOf('/', service + INSTANCES.length()) < 0;
    }

    @Override
    public @Nullable Answer answer(Sent sent) {
        RegistrationBody claim = RegistrationReader.read(json, sent.body());
        if (claim.ttlSeconds() != null && claim.ttlSeconds() == 0) {
            // It is answered only when it is on disk.
            return null;
        }
        String path = sent.path();
        int service = path.indexOf('/', SERVICES.length());
        InstanceKey key = Paths.instance(
                path.substring(SERVICES.length(), service), path.substring(service + INSTANCES.length()));
        Registered registered = registry.register(claim.claim(key, sent.by()), ticker.now());
        return new Answer(
                registered.created() ? CREATED : OK,
                RegistrationController.isMinimal(sent.prefer()) ? written(registered.lease()) : written(registered));
    }

    private byte[] written(LeaseGrant lease) {
        Written kept = last;
        if (kept == null || !kept.lease.equals(lease)) {
            kept = new Written(lease, json.writeValueAsBytes(new RegistrationController.Answer(null, lease)));
            last = kept;
        }
        return kept.json;
    }

    /** Writes {@link RegistrationController.Answer} as the framework would. */
    private byte[] written(Registered registered) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeName("instance");
            InstanceSerializer.write(registered.instance(), out);
            out.writeObjectPropertyStart("lease");
            out.writeNumberProperty("ttlSeconds", registered.lease().ttlSeconds());
            out.writeNumberProperty("renewEverySeconds", registered.lease().renewEverySeconds());
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
