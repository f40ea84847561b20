package guest.rt;

/**
 * Superclass of every guest class that would have Object above it: holds the word its monitor starts from. Invisible to
 * reflection.
 */
public class GuestObject {
    /** {@code null} when nobody holds the lock, the host thread that does, or the {@link Monitor} once there was more to it. */
    Object lock;

    protected GuestObject() {
    }

    /** A copy has a lock of its own. */
    @Override
    protected Object clone() throws CloneNotSupportedException {
        GuestObject copy = (GuestObject) super.clone();
        copy.lock = null;
        return copy;
    }

    @Override
    public String toString() {
        return Names.ofClass(getClass()) + "@" + Integer.toHexString(hashCode());
    }
}
