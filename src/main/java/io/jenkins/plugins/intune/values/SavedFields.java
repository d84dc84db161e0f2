package io.jenkins.plugins.intune.values;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A class's fields as a map under their names: whole numbers, booleans, texts, enums, and objects of such fields, which have a
 * constructor without arguments. The fields alone are the format, so that none can be forgotten on one of the ways. Immutable.
 *
 * @param <T> the class, not one above it
 */
public final class SavedFields<T> {

    private final List<Field> fields;
    private final Map<Field, SavedFields<Object>> parts = new HashMap<>();

    /** @param type the class whose own fields are saved */
    @SuppressWarnings("unchecked")
    public SavedFields(Class<T> type) {
        fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toList();
        for (Field field : fields) {
            field.setAccessible(true);
            Class<?> of = field.getType();
            if (!of.isPrimitive() && !of.isEnum() && of != String.class) {
                parts.put(field, new SavedFields<>((Class<Object>) of));
            }
        }
    }

    /** What an object holds, without what is not set: {@code null}, 0 and {@code false}. Enums are told by their names. */
    public Map<String, Object> of(T object) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Field field : fields) {
            Object value = get(field, object);
            if (value != null && parts.containsKey(field)) {
                value = parts.get(field).of(value);
            }
            boolean unset = value == null
                    || value.equals(0L)
                    || value.equals(0)
                    || value.equals(false)
                    || value.equals(Map.of());
            if (!unset) {
                map.put(field.getName(), value instanceof Enum<?> constant ? constant.name() : value);
            }
        }
        return map;
    }

    /**
     * Gives an object what a map holds; what is missing there, or of another type, stays as it is.
     *
     * @throws IllegalArgumentException if the map names a constant that an enum does not have
     */
    public void put(Map<?, ?> map, T object) {
        for (Field field : fields) {
            Object value = map.get(field.getName());
            Class<?> type = field.getType();
            if (type == long.class && value instanceof Number number) {
                set(field, object, number.longValue());
            } else if (type == int.class && value instanceof Number number) {
                set(field, object, number.intValue());
            } else if (type == boolean.class && value instanceof Boolean
                    || type == String.class && value instanceof String) {
                set(field, object, value);
            } else if (type.isEnum() && value instanceof String name) {
                set(field, object, constant(type, name));
            } else if (parts.containsKey(field) && value instanceof Map<?, ?> saved) {
                Object part = create(type);
                parts.get(field).put(saved, part);
                set(field, object, part);
            }
        }
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static Object create(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void set(Field field, Object object, Object value) {
        try {
            field.set(object, value);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
