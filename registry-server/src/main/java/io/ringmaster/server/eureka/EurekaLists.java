package io.ringmaster.server.eureka;

import io.ringmaster.server.registry.Listing;
import io.ringmaster.server.registry.Registry;
import io.ringmaster.time.Moment;
import io.ringmaster.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The two answers that every client polls, written once for all of them: what is listed, and what changed of it lately. Both are
 * of the latest listing. Any thread may ask.
 */
final class EurekaLists {

    /** After this time they are written anew for the sake of the last heartbeats in them, though nothing else changed. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Registry registry;
    private final EurekaDocuments documents;
    private final Ticker ticker;
    private final RecentChanges changes;
    private @Nullable Edition latest;

    EurekaLists(Registry registry, EurekaDocuments documents, Ticker ticker) {
        this.registry = registry;
        this.documents = documents;
        this.ticker = ticker;
        this.changes = new RecentChanges(registry.listing().catalog());
    }

    /** What is told of one listing, and the answers that were asked for by now. */
    private record Edition(Listing listing, Moment at, List<Told> changed, Map<String, EurekaAnswer> answers) {}

    /** Returns everything that is listed. */
    EurekaAnswer all(EurekaFormat format) {
        Edition edition = edition();
        return edition.answers.computeIfAbsent(
                "all " + format,
                missing -> new EurekaAnswer(
                        format,
                        documents.applications(
                                edition.listing,
                                EurekaDocuments.listed(EurekaDocuments.everything(edition.listing.catalog())))));
    }

    /** Returns what changed of it lately. */
    EurekaAnswer delta(EurekaFormat format) {
        Edition edition = edition();
        return edition.answers.computeIfAbsent(
                "delta " + format,
                missing -> new EurekaAnswer(format, documents.applications(edition.listing, edition.changed)));
    }

    private synchronized Edition edition() {
        Listing listing = registry.listing();
        Moment now = ticker.now();
        Edition edition = latest;
        if (edition == null
                || edition.listing != listing
                || now.since(edition.at).compareTo(FRESH) >= 0) {
            changes.follow(listing.catalog(), now);
            edition = new Edition(listing, now, changes.told(), new ConcurrentHashMap<>());
            latest = edition;
        }
        return edition;
    }
}
