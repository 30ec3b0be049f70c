/**
 * Prometheus finds what to scrape: every listed instance as a target, with what is known of it as labels. Start at
 * {@link io.ringmaster.server.prometheus.TargetController}.
 */
@NullMarked
package io.ringmaster.server.prometheus;

import org.jspecify.annotations.NullMarked;
