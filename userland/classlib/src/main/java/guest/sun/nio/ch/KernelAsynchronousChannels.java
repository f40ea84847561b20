package guest.sun.nio.ch;

import guest.java.io.IOException;
import guest.java.nio.channels.AsynchronousChannelGroup;
import guest.java.nio.channels.AsynchronousServerSocketChannel;
import guest.java.nio.channels.AsynchronousSocketChannel;
import guest.java.nio.channels.IllegalChannelGroupException;
import guest.java.nio.channels.spi.AsynchronousChannelProvider;
import guest.java.util.concurrent.ExecutorService;
import guest.java.util.concurrent.ThreadFactory;

/** Makes asynchronous channels whose groups are {@link KernelPort}s. */
final class KernelAsynchronousChannels extends AsynchronousChannelProvider {
    private KernelPort common;

    private synchronized KernelPort common() throws IOException {
        if (common == null) {
            common = new KernelPort(this, ThreadPool.getDefault()).start();
        }
        return common;
    }

    private Port port(AsynchronousChannelGroup group) throws IOException {
        if (group == null) {
            return common();
        }
        if (group instanceof KernelPort port) {
            return port;
        }
        throw new IllegalChannelGroupException();
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory factory) throws IOException {
        return new KernelPort(this, ThreadPool.create(threads, factory)).start();
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor, int initialSize) throws IOException {
        return new KernelPort(this, ThreadPool.wrap(executor, initialSize)).start();
    }

    @Override
    public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(AsynchronousChannelGroup group) throws IOException {
        return new UnixAsynchronousServerSocketChannelImpl(port(group));
    }

    @Override
    public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup group) throws IOException {
        return new UnixAsynchronousSocketChannelImpl(port(group));
    }
}
