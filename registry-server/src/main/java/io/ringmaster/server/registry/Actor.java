package io.ringmaster.server.registry;

import io.ringmaster.model.Instance;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for something, as far as it was proven. What he may ask for at all is decided before; this tells whose
 * instances he may touch.
 *
 * @param identity the name that was proven, or null where nobody can be told from another
 * @param address the address literal that he asks from
 * @param everything whether he may touch everything, whoever registered it
 * @param mayRegister for which services, in lower case, and at which hosts he may register instances
 */
public record Actor(
        @Nullable String identity, String address, boolean everything, BiPredicate<String, String> mayRegister) {

    /** The attribute of a request that holds who sends it. */
    public static final String ATTRIBUTE = "io.ringmaster.actor";

    /** Returns somebody where everybody may do everything. */
    public static Actor anybody(String address) {
        return new Actor(null, address, true, (service, host) -> true);
    }

    /** Returns what people know him by: his name, else where he asks from. */
    public String name() {
        return identity == null ? address : identity;
    }

    /** Whether he may do what this identity may; what nobody has proven to be his is anybody's. */
    boolean mayActFor(@Nullable String other) {
        return everything || other == null || other.equals(identity);
    }

    /** Whether he may renew, change and remove a listed instance. */
    boolean mayTouch(Instance listed) {
        return mayActFor(listed.registeredBy())
                && mayRegister.test(
                        listed.registration().service(), listed.registration().host());
    }
}
