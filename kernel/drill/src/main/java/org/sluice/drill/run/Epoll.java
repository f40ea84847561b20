package org.sluice.drill.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.drill.world.Waiter;
import org.sluice.kernel.Watcher;

/** Files that are waited for together, as Linux' epoll has it: by level, by edge, or once. */
final class Epoll {
    static final long EDGE = 0x80000000L;
    static final long ONCE = 0x40000000L;
    /** Told whether asked for or not: errors, and that both directions are over. */
    private static final int ALWAYS = 0x18;

    /** A file in the set. */
    private static final class Member {
        private final Descriptor file;
        private long events;
        private long data;
        private boolean changed = true;
        private Watcher watcher;

        Member(Descriptor file) {
            this.file = file;
        }
    }

    /** What is told of a file. */
    record Ready(long events, long data) {
    }

    private final Map<Descriptor, Member> members = new LinkedHashMap<>();
    private final Waiter waiter;

    Epoll(Waiter waiter) {
        this.waiter = waiter;
    }

    boolean has(Descriptor file) {
        return members.containsKey(file);
    }

    void add(Descriptor file, long events, long data) {
        Member member = new Member(file);
        member.watcher = () -> {
            member.changed = true;
            waiter.changed();
        };
        members.put(file, member);
        file.session.watch(member.watcher);
        modify(file, events, data);
    }

    void modify(Descriptor file, long events, long data) {
        Member member = members.get(file);
        member.events = events;
        member.data = data;
        member.changed = true;
        waiter.changed();
    }

    void remove(Descriptor file) {
        file.session.unwatch(members.remove(file).watcher);
    }

    void close() {
        List.copyOf(members.keySet()).forEach(this::remove);
    }

    /** Which files there is something to be told of, at most so many. */
    List<Ready> ready(int most) {
        List<Ready> found = new ArrayList<>();
        for (Member member : members.values()) {
            long wanted = member.events & 0xffffff;
            if (found.size() == most || wanted == 0 || (member.events & EDGE) != 0 && !member.changed) {
                continue;
            }
            member.changed = false;
            long ready = member.file.session.ready() & (wanted | ALWAYS);
            if (ready != 0) {
                found.add(new Ready(ready, member.data));
                if ((member.events & ONCE) != 0) {
                    member.events = 0;
                }
            }
        }
        return found;
    }

    /** Waits until there is something, or a time comes. */
    List<Ready> await(int most, long deadline) {
        while (true) {
            List<Ready> found = ready(most);
            if (!found.isEmpty() || !waiter.await("epoll", deadline)) {
                return found.isEmpty() ? ready(most) : found;
            }
        }
    }
}
