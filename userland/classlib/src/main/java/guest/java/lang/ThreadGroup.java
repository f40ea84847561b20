package guest.java.lang;

/** A named set of threads that share a limit of priority and a handler of exceptions. */
public class ThreadGroup implements Thread.UncaughtExceptionHandler {
    static final ThreadGroup SYSTEM = new ThreadGroup();
    static final ThreadGroup MAIN = new ThreadGroup(SYSTEM, "main", false);

    private final ThreadGroup parent;
    private final String name;
    private volatile int maxPriority = Thread.MAX_PRIORITY;
    private volatile boolean daemon;
    private ThreadGroup[] groups = new ThreadGroup[0];

    private ThreadGroup() {
        parent = null;
        name = "system";
    }

    private ThreadGroup(ThreadGroup parent, String name, boolean checked) {
        this.parent = parent;
        this.name = name;
        this.maxPriority = parent.maxPriority;
        parent.add(this);
    }

    public ThreadGroup(String name) {
        this(Thread.currentThread().getThreadGroup(), name);
    }

    public ThreadGroup(ThreadGroup parent, String name) {
        this(required(parent), name, true);
    }

    private static ThreadGroup required(ThreadGroup group) {
        if (group == null) {
            throw new NullPointerException();
        }
        return group;
    }

    public final String getName() {
        return name;
    }

    public final ThreadGroup getParent() {
        return parent;
    }

    public final int getMaxPriority() {
        return maxPriority;
    }

    public final void setMaxPriority(int priority) {
        if (priority >= Thread.MIN_PRIORITY && priority <= Thread.MAX_PRIORITY) {
            maxPriority = parent == null ? priority : Math.min(priority, parent.getMaxPriority());
            for (ThreadGroup g : children()) {
                g.setMaxPriority(priority);
            }
        }
    }

    @Deprecated
    public final boolean isDaemon() {
        return daemon;
    }

    @Deprecated
    public final void setDaemon(boolean on) {
        daemon = on;
    }

    @Deprecated
    public boolean isDestroyed() {
        return false;
    }

    @Deprecated
    public final void destroy() {
    }

    public final boolean parentOf(ThreadGroup g) {
        for (ThreadGroup group = g; group != null; group = group.parent) {
            if (group == this) {
                return true;
            }
        }
        return false;
    }

    @Deprecated
    public final void checkAccess() {
    }

    private synchronized void add(ThreadGroup child) {
        ThreadGroup[] more = new ThreadGroup[groups.length + 1];
        guest.rt.Host.arraycopy(groups, 0, more, 0, groups.length);
        more[groups.length] = child;
        groups = more;
    }

    /** The groups right below; the array is never changed. */
    private synchronized ThreadGroup[] children() {
        return groups;
    }

    public int activeCount() {
        int count = 0;
        for (Thread t : ThreadTable.all()) {
            if (parentOf(t.getThreadGroup()) && !t.isVirtual()) {
                count++;
            }
        }
        return count;
    }

    public int enumerate(Thread[] into) {
        return enumerate(into, true);
    }

    public int enumerate(Thread[] into, boolean recurse) {
        int count = 0;
        for (Thread t : ThreadTable.all()) {
            ThreadGroup g = t.getThreadGroup();
            if (count < into.length && !t.isVirtual() && (recurse ? parentOf(g) : g == this)) {
                into[count++] = t;
            }
        }
        return count;
    }

    public int activeGroupCount() {
        int count = 0;
        for (ThreadGroup g : children()) {
            count += 1 + g.activeGroupCount();
        }
        return count;
    }

    public int enumerate(ThreadGroup[] into) {
        return enumerate(into, true);
    }

    public int enumerate(ThreadGroup[] into, boolean recurse) {
        return enumerate(into, 0, recurse);
    }

    private int enumerate(ThreadGroup[] into, int from, boolean recurse) {
        int count = from;
        for (ThreadGroup g : children()) {
            if (count < into.length) {
                into[count++] = g;
                count = recurse ? g.enumerate(into, count, true) : count;
            }
        }
        return count;
    }

    public final void interrupt() {
        for (Thread t : ThreadTable.all()) {
            if (parentOf(t.getThreadGroup())) {
                t.interrupt();
            }
        }
    }

    public void list() {
        System.out.println(this);
        for (Thread t : ThreadTable.all()) {
            if (t.getThreadGroup() == this) {
                System.out.println("    " + t);
            }
        }
        for (ThreadGroup g : children()) {
            g.list();
        }
    }

    @Override
    public void uncaughtException(Thread t, Throwable e) {
        if (parent != null) {
            parent.uncaughtException(t, e);
            return;
        }
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null) {
            handler.uncaughtException(t, e);
        } else {
            System.err.print("Exception in thread \"" + t.getName() + "\" ");
            e.printStackTrace();
        }
    }

    @Override
    public String toString() {
        return getClass().getName() + "[name=" + name + ",maxpri=" + maxPriority + "]";
    }
}
