package guest.sun.nio.ch;

import guest.java.io.IOException;
import guest.java.nio.channels.spi.AsynchronousChannelProvider;
import guest.java.util.ArrayDeque;
import guest.java.util.HashMap;
import guest.java.util.Iterator;
import guest.java.util.Map;
import guest.java.util.concurrent.RejectedExecutionException;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;

/**
 * The event port of a group of asynchronous channels. One thread of the group at a time waits in the kernel for all channels that want
 * something; what it finds it lays into a queue, from which all threads of the group take.
 */
final class KernelPort extends Port implements Runnable {
    /** What a thread takes from the queue. */
    private record Work(int fd, int events) {
    }

    private static final Work TASK = new Work(-1, 0);
    private static final Work STOP = new Work(-2, 0);

    private final int wakeReader;
    private final int wakeWriter;
    /** Guards the rest; whoever has it takes no other lock. */
    private final Object lock = new Object();
    private final ArrayDeque<Work> work = new ArrayDeque<>();
    /** Events waited for by descriptor; a wait is over with its first event. */
    private final Map<Integer, Integer> wanted = new HashMap<>();
    private boolean polling;
    private boolean woken;
    private boolean closed;

    KernelPort(AsynchronousChannelProvider provider, ThreadPool pool) throws IOException {
        super(provider, pool);
        long pipe = IOUtil.makePipe(false);
        wakeReader = (int) (pipe >>> 32);
        wakeWriter = (int) pipe;
    }

    KernelPort start() {
        startThreads(this);
        return this;
    }

    /** With the lock held. */
    private void wake() {
        if (polling && !woken && !closed) {
            woken = true;
            try {
                IOUtil.write1(wakeWriter, (byte) 0);
            } catch (IOException e) {
                throw new InternalError(e);
            }
        }
        lock.notify();
    }

    @Override
    void startPoll(int fd, int events) {
        synchronized (lock) {
            wanted.put(fd, events);
            wake();
        }
    }

    @Override
    protected void preUnregister(int fd) {
        synchronized (lock) {
            if (wanted.remove(fd) != null) {
                wake();
            }
        }
    }

    @Override
    void executeOnHandlerTask(Runnable task) {
        synchronized (lock) {
            if (closed) {
                throw new RejectedExecutionException();
            }
            offerTask(task);
            work.add(TASK);
            wake();
        }
    }

    @Override
    void shutdownHandlerTasks() {
        int threads = threadCount();
        if (threads == 0) {
            close();
            return;
        }
        synchronized (lock) {
            for (int i = 0; i < threads; i++) {
                work.add(STOP);
            }
            wake();
            lock.notifyAll();
        }
    }

    private void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Files.close(wakeReader);
        Files.close(wakeWriter);
    }

    private Work take() throws IOException, InterruptedException {
        while (true) {
            long[] entries;
            synchronized (lock) {
                while (work.isEmpty() && polling) {
                    lock.wait();
                }
                Work next = work.poll();
                if (next != null) {
                    return next;
                }
                polling = true;
                entries = entries();
            }
            int ready = 0;
            try {
                ready = Kernel.CALLS.pollFiles(entries, entries.length, -1);
                if (ready < 0 && ready != -Errno.EINTR) {
                    throw SocketErrors.transfer(ready);
                }
            } finally {
                polled(entries, ready);
            }
        }
    }

    private long[] entries() {
        long[] entries = new long[1 + wanted.size()];
        entries[0] = Poll.entry(wakeReader, Poll.IN);
        int count = 1;
        for (Iterator<Map.Entry<Integer, Integer>> i = wanted.entrySet().iterator(); i.hasNext();) {
            Map.Entry<Integer, Integer> e = i.next();
            entries[count++] = Poll.entry(e.getKey(), e.getValue());
        }
        return entries;
    }

    private void polled(long[] entries, int ready) throws IOException {
        synchronized (lock) {
            polling = false;
            if (woken) {
                IOUtil.drain(wakeReader);
                woken = false;
            }
            for (int i = 1; ready > 0 && i < entries.length; i++) {
                int events = Poll.ready(entries[i]);
                int fd = Poll.handle(entries[i]);
                // gone meanwhile, perhaps another's by now, or waiting for something else: then the next poll tells
                Integer still = wanted.get(fd);
                if (events != 0 && still != null && still == Poll.wanted(entries[i])) {
                    wanted.remove(fd);
                    work.add(new Work(fd, events));
                }
            }
            lock.notifyAll();
        }
    }

    private PollableChannel channel(int fd) {
        fdToChannelLock.readLock().lock();
        try {
            return fdToChannel.get(fd);
        } finally {
            fdToChannelLock.readLock().unlock();
        }
    }

    /** What each thread of the group does until the group ends. One whose handler throws is replaced by another. */
    @Override
    public void run() {
        Invoker.GroupAndInvokeCount mine = Invoker.getGroupAndInvokeCount();
        boolean replace = false;
        try {
            while (true) {
                if (mine != null) {
                    mine.resetInvokeCount();
                }
                Work next;
                try {
                    next = take();
                } catch (InterruptedException e) {
                    continue;
                } catch (IOException e) {
                    e.printStackTrace();
                    return;
                }
                if (next == STOP) {
                    return;
                }
                replace = true;
                if (next == TASK) {
                    Runnable task = pollTask();
                    if (task != null) {
                        task.run();
                    }
                } else {
                    PollableChannel channel = channel(next.fd());
                    if (channel != null) {
                        channel.onEvent(next.events(), mine != null);
                    }
                }
                replace = false;
            }
        } finally {
            if (threadExit(this, replace) == 0 && isShutdown()) {
                close();
            }
        }
    }
}
