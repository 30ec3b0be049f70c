/**
 * When and as what this application registers, drains and leaves: the Spring Cloud {@code ServiceRegistry} and
 * {@code AutoServiceRegistration}. Start at {@link io.ringmaster.registration.RingmasterAutoServiceRegistration}, which
 * turns the application's life into statuses; {@link io.ringmaster.registration.ClaimFactory} says what is claimed.
 * {@link io.ringmaster.registration.RequestsInFlight} is the load that the beats report.
 */
@NullMarked
package io.ringmaster.registration;

import org.jspecify.annotations.NullMarked;
