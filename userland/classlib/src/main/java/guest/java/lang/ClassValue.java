package guest.java.lang;

import guest.java.util.WeakHashMap;

/** A value computed once for each class. */
public abstract class ClassValue<T> {
    private static final Object NONE = new Object();

    private final WeakHashMap<Class<?>, Object> values = new WeakHashMap<>();

    protected ClassValue() {
    }

    protected abstract T computeValue(Class<?> type);

    @SuppressWarnings("unchecked")
    public T get(Class<?> type) {
        Object value;
        synchronized (values) {
            value = values.get(type);
        }
        if (value == null) {
            Object made = computeValue(type);
            synchronized (values) {
                value = values.get(type);
                if (value == null) {
                    value = made == null ? NONE : made;
                    values.put(type, value);
                }
            }
        }
        return value == NONE ? null : (T) value;
    }

    public void remove(Class<?> type) {
        synchronized (values) {
            values.remove(type);
        }
    }
}
