package guest.sun.nio.ch;

import guest.java.nio.channels.spi.AsynchronousChannelProvider;

/** Body of DefaultAsynchronousChannelProvider. */
final class N_DefaultAsynchronousChannelProvider {
    private N_DefaultAsynchronousChannelProvider() {
    }

    static AsynchronousChannelProvider create() {
        return new KernelAsynchronousChannels();
    }
}
