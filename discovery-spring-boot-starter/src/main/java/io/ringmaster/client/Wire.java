package io.ringmaster.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the registry speaks it, by a mapper of our own: the application's may be customised or another library. */
final class Wire {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Wire() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the text is not such a value
     */
    static <T> T read(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("null instead of a " + type.getSimpleName());
            }
            return value;
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(
                    "no " + type.getSimpleName() + ": " + unreadable.getOriginalMessage(), unreadable);
        }
    }
}
