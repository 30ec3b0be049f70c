package io.ringmaster.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.model.Change;
import io.ringmaster.model.Check;
import io.ringmaster.model.Instance;
import io.ringmaster.model.InstanceStatus;
import io.ringmaster.model.ObservedHealth;
import io.ringmaster.model.OperatorOverride;
import io.ringmaster.model.Registration;
import io.ringmaster.model.RemovalReason;
import io.ringmaster.model.Revision;
import io.ringmaster.time.FakeTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServiceDigestTests {

    private static final Instant LATER = FakeTicker.START.plus(Duration.ofHours(5));
    private static final Instant SOME_DAY = Instant.parse("2026-11-24T21:59:00Z");
    private static final Instance A = Instances.up("inventory", "a", Map.of("version", "1"));
    private static final Instance B = Instances.up("inventory", "b");

    @Test
    void theOrderOfInstancesMeansNothing() {
        assertThat(digest(A, B)).isEqualTo(digest(B, A)).isNotEqualTo(digest(A)).hasSize(32);
    }

    @Test
    void whatCameAndWentLeavesNoTrace() {
        assertThat(ServiceDigest.EMPTY.plus(A).plus(B).minus(A).word()).isEqualTo(digest(B));
        assertThat(ServiceDigest.EMPTY.plus(A).minus(A).word()).isEqualTo(ServiceDigest.EMPTY.word());
    }

    @Test
    void theHourMeansNothing() {
        Instance sameLater = new Instance(
                A.registration(), A.reported(), A.override(), A.observed(), A.observedCause(), LATER, LATER);
        assertThat(digest(sameLater)).isEqualTo(digest(A));
        assertThat(digest(A.withOverride(override("disk", FakeTicker.START), LATER)))
                .isEqualTo(digest(A.withOverride(override("disk", LATER), LATER)));
    }

    @Test
    void everyWordOfTheContentCounts() {
        Stream<Instance> others = Stream.of(
                Instances.up("inventory", "a", Map.of("version", "2")),
                Instances.up("inventory", "a", Map.of("versio", "n1")),
                Instances.up("inventory", "a"),
                Instances.up("pricing", "a", Map.of("version", "1")),
                A.withReported(InstanceStatus.DRAINING, LATER),
                A.withObserved(ObservedHealth.SUSPECT, "its stream broke", LATER),
                A.withObserved(ObservedHealth.SUSPECT, "its heartbeats are missing", LATER),
                A.withOverride(override("disk", LATER), LATER),
                A.withOverride(override("network", LATER), LATER),
                registeredBy("shop"),
                registeredBy("thief"));
        assertThat(Stream.concat(Stream.of(A), others).map(ServiceDigestTests::digest))
                .doesNotHaveDuplicates();
    }

    @Test
    void aListingFollowsByDifferencesToTheSameWord() {
        Listing listing = Listing.empty(new Revision("e1", 0));
        listing = listing.apply(new Change.Put(listing.revision().next(), A));
        listing = listing.apply(new Change.Put(listing.revision().next(), B));
        listing = listing.apply(new Change.Put(listing.revision().next(), A.withReported(InstanceStatus.DOWN, LATER)));
        listing = listing.apply(new Change.Removed(listing.revision().next(), B.key(), RemovalReason.EXPIRED));
        assertThat(listing.digest("inventory")).isEqualTo(digest(A.withReported(InstanceStatus.DOWN, LATER)));
        assertThat(listing.digest("unknown")).isEqualTo(ServiceDigest.EMPTY.word());
    }

    @Test
    void aServiceWithoutInstancesIsNoContentOfTheCatalog() {
        Listing listing = Listing.empty(new Revision("e1", 0));
        listing = listing.apply(new Change.Put(listing.revision().next(), A));
        String one = listing.digest();
        listing = listing.apply(new Change.Put(listing.revision().next(), Instances.up("pricing", "p")));
        assertThat(listing.digest()).isNotEqualTo(one);
        listing = listing.apply(new Change.Removed(
                listing.revision().next(), Instances.up("pricing", "p").key(), RemovalReason.EXPIRED));
        assertThat(listing.digest()).isEqualTo(one);
        assertThat(listing.withoutEmptyServices().digest()).isEqualTo(one);
    }

    /** Nodes of two versions compare their words while one takes the place of the other. */
    @Test
    void theWordIsThatOfEarlierVersions() {
        Registration claim = new Registration(
                "inventory",
                "a",
                "https",
                "10.0.0.1",
                8080,
                "zone-1",
                0.5,
                Map.of("version", "1", "size", "2"),
                9,
                new Check(Check.Type.HTTP, "/health"),
                "session-one",
                7);
        OperatorOverride override =
                new OperatorOverride(InstanceStatus.DRAINING, 0.25, "a deploy", "ops", LATER, SOME_DAY);
        Instance whole = new Instance(
                claim, InstanceStatus.UP, override, ObservedHealth.SUSPECT, "its stream broke", LATER, LATER, "shop");
        assertThat(digest(whole)).isEqualTo("ed084a13e89a313128388fa0705810eb");
    }

    private static String digest(Instance... instances) {
        ServiceDigest digest = ServiceDigest.EMPTY;
        for (Instance instance : instances) {
            digest = digest.plus(instance);
        }
        return digest.word();
    }

    private static Instance registeredBy(String identity) {
        return new Instance(A.registration(), A.reported(), null, A.observed(), null, LATER, LATER, identity);
    }

    private static OperatorOverride override(String reason, Instant since) {
        return new OperatorOverride(InstanceStatus.DRAINING, null, reason, "ops", since, null);
    }
}
