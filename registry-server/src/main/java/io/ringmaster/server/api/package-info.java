/**
 * The requests of {@code /v1} that answer at once: registration, catalog, routing, history. Values in, values out; every
 * error leaves through {@link io.ringmaster.server.api.ApiErrors}. Start at
 * {@link io.ringmaster.server.api.RegistrationController} and {@link io.ringmaster.server.api.CatalogController}.
 */
@NullMarked
package io.ringmaster.server.api;

import org.jspecify.annotations.NullMarked;
