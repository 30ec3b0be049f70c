/** What a registry knows after crashes, faults and restarts. Start at {@link io.ringmaster.server.journal.JournalTests}. */
@NullMarked
package io.ringmaster.server.journal;

import org.jspecify.annotations.NullMarked;
