/**
 * Eureka clients are welcome: this package translates between their wire and the registry, and keeps nothing but what it
 * has told them lately. What the model has no place for travels in one entry of an instance's metadata. Start at
 * {@link io.ringmaster.server.eureka.EurekaRegistrationController}, then {@link io.ringmaster.server.eureka.EurekaDocuments}.
 *
 * <p>The other way round, {@link io.ringmaster.server.eureka.Bridge} is a peer of another Eureka server for the time of a move.
 */
@NullMarked
package io.ringmaster.server.eureka;

import org.jspecify.annotations.NullMarked;
