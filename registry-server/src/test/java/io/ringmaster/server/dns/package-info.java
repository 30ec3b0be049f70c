@NullMarked
package io.ringmaster.server.dns;

import org.jspecify.annotations.NullMarked;
