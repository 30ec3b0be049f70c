/**
 * Talking to the registry, with the JDK's HTTP client and nothing of Spring Boot: the calls, the stream, and the mirror of
 * the catalog that the stream feeds. Start at {@link io.ringmaster.client.CatalogMirror}, which everything reads, then
 * {@link io.ringmaster.client.CatalogWatch}, which feeds it, and {@link io.ringmaster.client.RegistrySession}, which keeps
 * this process listed. {@link io.ringmaster.client.MirrorSaver} keeps the mirror on disk. Who wants to know the load of
 * other instances is a {@link io.ringmaster.client.FleetLoad}.
 */
@NullMarked
package io.ringmaster.client;

import org.jspecify.annotations.NullMarked;
