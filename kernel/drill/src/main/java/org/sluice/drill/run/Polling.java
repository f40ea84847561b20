package org.sluice.drill.run;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.drill.script.Event.SystemCall;
import org.sluice.drill.script.Expression;
import org.sluice.drill.script.Unsupported;
import org.sluice.drill.world.Waiter;
import org.sluice.drill.world.World;
import org.sluice.kernel.CallFailed;

/** The calls that wait for files. */
final class Polling {
    private static final long MILLI = 1_000_000L;
    private static final int ALWAYS = 0x18;
    private static final int INVALID = 0x20;
    /** Linux tells these beside the plain ones: normal data can be read, written. */
    private static final int NORMAL_IN = 0x40;
    private static final int NORMAL_OUT = 0x100;

    private final Context c;

    Polling(Context context) {
        c = context;
    }

    Calls.Body prepare(SystemCall call) {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "poll" -> Calls.count(call, 3, () -> poll(a));
            case "epoll_create", "epoll_create1" -> Calls.count(call, 1, () -> {
                int number = Calls.expectedNumber(call);
                c.files.put(number, new Descriptor(new Epoll(new Waiter(c.world))));
                return number;
            });
            case "epoll_ctl" -> Calls.count(call, 4, () -> control(a));
            default -> Calls.count(call, 4, () -> await(a));
        };
    }

    private long deadline(Expression timeout) {
        long millis = Symbols.number(timeout);
        return millis < 0 ? World.NEVER : c.world.now() + millis * MILLI;
    }

    // ---- poll

    private record Entry(Descriptor file, int wanted, long expected) {
    }

    private long poll(List<Expression> a) {
        if (!(a.get(0) instanceof Expression.Array array)) {
            throw new Unsupported(0, "poll of " + a.get(0));
        }
        List<Entry> entries = new ArrayList<>();
        for (Expression item : array.items()) {
            if (!(item instanceof Expression.Structure s) || s.get("fd") == null || s.get("events") == null) {
                throw new Unsupported(0, "poll of " + item);
            }
            Expression expected = s.get("revents");
            entries.add(new Entry(c.files.get((int) Symbols.number(s.get("fd"))), (int) Symbols.number(s.get("events")),
                expected == null ? 0 : expected instanceof Expression.Any ? -1 : Symbols.number(expected)));
        }
        Waiter waiter = new Waiter(c.world);
        for (Entry entry : entries) {
            if (entry.file != null) {
                entry.file.session.watch(waiter);
            }
        }
        try {
            long deadline = deadline(a.get(2));
            while (true) {
                int ready = (int) entries.stream().filter(e -> ready(e) != 0).count();
                if (ready > 0 || !waiter.await("poll", deadline)) {
                    return told(entries);
                }
            }
        } finally {
            for (Entry entry : entries) {
                if (entry.file != null) {
                    entry.file.session.unwatch(waiter);
                }
            }
        }
    }

    private static long told(List<Entry> entries) {
        int count = 0;
        for (Entry entry : entries) {
            int actual = ready(entry);
            count += actual != 0 ? 1 : 0;
            if (entry.expected >= 0 && actual != entry.expected) {
                throw new Failure(String.format("poll: revents expected 0x%x, actual 0x%x", entry.expected, actual));
            }
        }
        return count;
    }

    private static int ready(Entry entry) {
        if (entry.file == null) {
            return INVALID;
        }
        int ready = entry.file.session.ready();
        ready |= ((ready & 1) != 0 ? NORMAL_IN : 0) | ((ready & 4) != 0 ? NORMAL_OUT : 0);
        return ready & (entry.wanted | ALWAYS);
    }

    // ---- epoll

    private Epoll set(Expression argument) {
        Descriptor d = c.file(argument);
        if (d.epoll == null) {
            throw new CallFailed(Errno.EINVAL);
        }
        return d.epoll;
    }

    private long control(List<Expression> a) {
        Epoll set = set(a.get(0));
        Descriptor file = c.socket(a.get(2));
        long operation = Symbols.number(a.get(1));
        if (operation == Symbols.value("EPOLL_CTL_DEL")) {
            if (!set.has(file)) {
                throw new CallFailed(Errno.ENOENT);
            }
            set.remove(file);
            return 0;
        }
        if (!(a.get(3) instanceof Expression.Structure s) || s.get("events") == null) {
            throw new Unsupported(0, "event " + a.get(3));
        }
        boolean add = operation == Symbols.value("EPOLL_CTL_ADD");
        if (add == set.has(file)) {
            throw new CallFailed(add ? Errno.EEXIST : Errno.ENOENT);
        }
        if (add) {
            set.add(file, Symbols.number(s.get("events")), data(s));
        } else {
            set.modify(file, Symbols.number(s.get("events")), data(s));
        }
        return 0;
    }

    /** What the script keeps with a file: the member behind the events, whatever it is called. */
    private static long data(Expression.Structure s) {
        for (String name : List.of("fd", "u32", "u64", "ptr")) {
            if (s.get(name) != null) {
                return Symbols.number(s.get(name));
            }
        }
        throw new Unsupported(0, "event " + s);
    }

    private long await(List<Expression> a) {
        Epoll set = set(a.get(0));
        List<Epoll.Ready> ready = set.await((int) Symbols.number(a.get(2)), deadline(a.get(3)));
        List<Expression> expected = a.get(1) instanceof Expression.Array array ? array.items() : List.of(a.get(1));
        for (int i = 0; i < Math.min(ready.size(), expected.size()); i++) {
            if (expected.get(i) instanceof Expression.Structure s && !s.members().isEmpty()) {
                long events = Symbols.number(s.get("events")) & ~(Epoll.EDGE | Epoll.ONCE);
                if (events != ready.get(i).events() || data(s) != ready.get(i).data()) {
                    throw new Failure(String.format("epoll_wait: expected events 0x%x of %d, actual 0x%x of %d", events, data(s),
                        ready.get(i).events(), ready.get(i).data()));
                }
            }
        }
        return ready.size();
    }
}
