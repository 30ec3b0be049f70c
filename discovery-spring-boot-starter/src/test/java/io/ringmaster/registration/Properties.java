package io.ringmaster.registration;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties as they are bound, with their defaults. */
final class Properties {

    private Properties() {}

    static RingmasterInstanceProperties of(String... keysAndValues) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource(Map.of());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            source.put("ringmaster.instance." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Binder(source).bindOrCreate("ringmaster.instance", Bindable.of(RingmasterInstanceProperties.class));
    }
}
