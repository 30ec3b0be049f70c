/**
 * Who may do what. Without a token the registry listens on loopback only; with one, every request of the API must show
 * it. Start at {@link io.ringmaster.server.security.SecurityConfiguration}.
 */
@NullMarked
package io.ringmaster.server.security;

import org.jspecify.annotations.NullMarked;
