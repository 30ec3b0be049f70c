/**
 * Who may do what. Where nobody can prove who he is the registry listens on loopback only; else every request of the API
 * must. Start at {@link io.ringmaster.server.security.AccessRules}, then
 * {@link io.ringmaster.server.security.SecurityConfiguration}.
 */
@NullMarked
package io.ringmaster.server.security;

import org.jspecify.annotations.NullMarked;
