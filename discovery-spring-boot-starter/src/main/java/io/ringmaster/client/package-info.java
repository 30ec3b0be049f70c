/**
 * Talking to the registry, with the JDK's HTTP client and nothing of Spring Boot: the calls, the stream, and the mirror of
 * the catalog that the stream feeds. Start at {@link io.ringmaster.client.CatalogMirror}.
 */
@NullMarked
package io.ringmaster.client;

import org.jspecify.annotations.NullMarked;
