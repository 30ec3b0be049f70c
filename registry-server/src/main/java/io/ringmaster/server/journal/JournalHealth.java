package io.ringmaster.server.journal;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether what happens is written to disk. Never DOWN: a registry without a disk serves everybody, and to restart it would
 * lose what it knows.
 */
final class JournalHealth implements HealthIndicator {

    private final Journal journal;

    JournalHealth(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Health health() {
        Journal.Problem problem = journal.problem();
        if (problem == null) {
            return Health.up().withDetail("directory", journal.place()).build();
        }
        return Health.unknown()
                .withDetail("directory", journal.place())
                .withDetail("problem", problem.cause())
                .withDetail("since", problem.since())
                .build();
    }
}
