package guest.java.lang;

import guest.java.util.concurrent.ThreadFactory;

/** The builders of {@link Thread}. What is asked to be virtual becomes an ordinary kernel thread, which costs as little. */
final class ThreadBuilders {
    private ThreadBuilders() {
    }

    /** What both kinds are told. */
    private static final class Settings implements Cloneable {
        String name;
        long number = -1;
        boolean inherit = true;
        Thread.UncaughtExceptionHandler handler;
        ThreadGroup group;
        Boolean daemon;
        int priority;

        Settings copy() {
            try {
                return (Settings) clone();
            } catch (CloneNotSupportedException e) {
                throw new InternalError(e);
            }
        }

        void name(String given, long start) {
            if (given == null) {
                throw new NullPointerException();
            }
            if (start < -1) {
                throw new IllegalArgumentException("'start' is negative");
            }
            name = given;
            number = start;
        }

        synchronized Thread make(Runnable task, boolean virtual) {
            if (task == null) {
                throw new NullPointerException();
            }
            String given = name == null || number < 0 ? name : name + number++;
            Thread thread = new Thread(group, given, task, inherit, virtual);
            if (!virtual) {
                if (daemon != null) {
                    thread.daemon(daemon);
                }
                if (priority != 0) {
                    thread.setPriority(priority);
                }
            }
            if (handler != null) {
                thread.setUncaughtExceptionHandler(handler);
            }
            return thread;
        }
    }

    /** A factory with a copy of the settings. */
    private record Factory(Settings settings, boolean virtual) implements ThreadFactory {
        @Override
        public Thread newThread(Runnable task) {
            return settings.make(task, virtual);
        }
    }

    static final class Platform implements Thread.Builder.OfPlatform {
        private final Settings settings = new Settings();

        @Override
        public Thread.Builder.OfPlatform name(String name) {
            settings.name(name, -1);
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform name(String prefix, long start) {
            settings.name(prefix, start);
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform inheritInheritableThreadLocals(boolean inherit) {
            settings.inherit = inherit;
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
            settings.handler = handler;
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform group(ThreadGroup group) {
            settings.group = group;
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform daemon(boolean on) {
            settings.daemon = on;
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform priority(int priority) {
            if (priority < Thread.MIN_PRIORITY || priority > Thread.MAX_PRIORITY) {
                throw new IllegalArgumentException();
            }
            settings.priority = priority;
            return this;
        }

        @Override
        public Thread.Builder.OfPlatform stackSize(long stackSize) {
            if (stackSize < 0) {
                throw new IllegalArgumentException();
            }
            return this;
        }

        @Override
        public Thread unstarted(Runnable task) {
            return settings.make(task, false);
        }

        @Override
        public Thread start(Runnable task) {
            Thread thread = unstarted(task);
            thread.start();
            return thread;
        }

        @Override
        public ThreadFactory factory() {
            return new Factory(settings.copy(), false);
        }
    }

    static final class Virtual implements Thread.Builder.OfVirtual {
        private final Settings settings = new Settings();

        @Override
        public Thread.Builder.OfVirtual name(String name) {
            settings.name(name, -1);
            return this;
        }

        @Override
        public Thread.Builder.OfVirtual name(String prefix, long start) {
            settings.name(prefix, start);
            return this;
        }

        @Override
        public Thread.Builder.OfVirtual inheritInheritableThreadLocals(boolean inherit) {
            settings.inherit = inherit;
            return this;
        }

        @Override
        public Thread.Builder.OfVirtual uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
            settings.handler = handler;
            return this;
        }

        @Override
        public Thread unstarted(Runnable task) {
            return settings.make(task, true);
        }

        @Override
        public Thread start(Runnable task) {
            Thread thread = unstarted(task);
            thread.start();
            return thread;
        }

        @Override
        public ThreadFactory factory() {
            return new Factory(settings.copy(), true);
        }
    }
}
