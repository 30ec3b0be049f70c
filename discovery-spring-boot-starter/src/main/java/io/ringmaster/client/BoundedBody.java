package io.ringmaster.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The whole of an answer, or a failure when it goes on and on, so that no answer takes the memory of the application. One thread
 * at a time calls it.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

    /** A load of ten thousand instances is far below. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;

    /** Negative once it was too much. */
    private long left = MAX_BYTES;

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        whole.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        if (left < 0) {
            return;
        }
        for (ByteBuffer each : bytes) {
            left -= each.remaining();
        }
        if (left >= 0) {
            whole.onNext(bytes);
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        whole.onError(new IOException("its answer is longer than " + MAX_BYTES + " bytes"));
    }

    @Override
    public void onError(Throwable broken) {
        if (left >= 0) {
            whole.onError(broken);
        }
    }

    @Override
    public void onComplete() {
        if (left >= 0) {
            whole.onComplete();
        }
    }
}
