package io.ringmaster.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongConsumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Clients that want to hear of each change, by a stream or by asking again and again. */
final class Watchers implements AutoCloseable {

    static final String MARK = "load-mark-";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OPENED_AT_ONCE = 64;

    private final Disposable.Composite open = Disposables.composite();
    private final Http http;
    private final Wire wire;
    private final String service;
    private final LongConsumer heard;

    private Watchers(Http http, Wire wire, String service, LongConsumer heard) {
        this.http = http;
        this.wire = wire;
        this.service = service;
        this.heard = heard;
    }

    /**
     * Opens so many and returns when each has had its first answer.
     *
     * @param heard gets the number of each change, from each watcher once
     */
    static Watchers open(Http http, Wire wire, String service, int count, LongConsumer heard) {
        Watchers watchers = new Watchers(http, wire, service, heard);
        Duration every = wire.pollEvery();
        Flux<Integer> numbers = Flux.range(0, count);
        if (every == null) {
            numbers.flatMap(watchers::stream, OPENED_AT_ONCE).then().block(PATIENCE);
        } else {
            Random phases = new Random(1);
            numbers.flatMap(number -> watchers.poll(number, every, phases.nextLong(every.toMillis())), count)
                    .then()
                    .block(PATIENCE);
        }
        return watchers;
    }

    /** Completes when the stream has told what there is; the stream goes on. */
    private Mono<Void> stream(int number) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> complete = Sinks.empty();
            Needle end = new Needle(String.valueOf(wire.endOfList()));
            Ears ears = new Ears();
            open.add(http.receive(wire.watch(number, service))
                    .doOnNext(piece -> {
                        ears.listen(piece);
                        end.feed(piece, nothing -> complete.tryEmitEmpty());
                    })
                    .doOnError(complete::tryEmitError)
                    .subscribe(piece -> {}, error -> {}));
            return complete.asMono();
        });
    }

    private Mono<Void> poll(int number, Duration every, long phaseMillis) {
        Sinks.Empty<Void> answered = Sinks.empty();
        Ears ears = new Ears();
        Mono<Void> question = http.receive(wire.watch(number, service))
                .doOnNext(ears::listen)
                .doOnError(answered::tryEmitError)
                .then(Mono.fromRunnable(() -> {
                    ears.endOfAnswer();
                    answered.tryEmitEmpty();
                }));
        open.add(question.repeatWhen(done -> done.delayElements(every))
                .delaySubscription(Duration.ofMillis(phaseMillis))
                .subscribe(nothing -> {}, error -> {}));
        return answered.asMono();
    }

    @Override
    public void close() {
        open.dispose();
    }

    /** What one watcher knows. */
    private final class Ears {

        private final Needle mark = new Needle(MARK);
        private long latest;

        void listen(ByteBuf piece) {
            mark.feed(piece, this::hear);
        }

        /** An answer may tell of old changes again. */
        private void hear(long number) {
            if (number > latest) {
                latest = number;
                heard.accept(number);
            }
        }

        void endOfAnswer() {
            mark.reset();
        }
    }
}
