package org.sluice.kernel.net.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.network.WaitLock;

/** Who has a port while connections come and go. */
class PortsTest {
    private static final int HERE = (int) Ip.parse("10.1.0.2");

    private static final class NoLock implements WaitLock {
        @Override
        public void acquire() {
        }

        @Override
        public void release() {
        }

        @Override
        public Wake await(String reason, long deadline) {
            return Wake.WOKEN;
        }

        @Override
        public void wakeAll() {
        }

        @Override
        public void watch(Watcher watcher) {
        }

        @Override
        public void unwatch(Watcher watcher) {
        }
    }

    private final Ports ports = new Ports(new NoLock(), new Settings());

    private Ports.Binding bind(boolean reuse) {
        return ports.bind(Ip.ANY, 80, 0, reuse, false, 0);
    }

    /** However many connections were accepted at an address, there is one thing more to look at; and the port is theirs until the last has gone. */
    @Test
    void acceptedConnectionsShareABinding() {
        Ports.Binding socket = bind(false);
        Ports.Binding first = ports.inherit(socket, HERE);
        for (int i = 0; i < 1000; i++) {
            assertSame(first, ports.inherit(socket, HERE));
        }
        ports.release(socket);
        for (int i = 0; i < 1000; i++) {
            ports.release(first);
            assertThrows(CallFailed.class, () -> bind(false));
        }
        ports.release(first);
        assertEquals(0, ports.count());
        ports.release(bind(false));
    }

    /** What allows the port to be had twice is kept apart: a connection accepted before REUSE_ADDRESS was set forbids it still. */
    @Test
    void connectionsKeepWhatTheirListenerAllowed() {
        Ports.Binding socket = bind(false);
        Ports.Binding strict = ports.inherit(socket, HERE);
        ports.reuse(socket, true, false);
        Ports.Binding lenient = ports.inherit(socket, HERE);
        ports.release(socket);
        assertThrows(CallFailed.class, () -> bind(true));
        ports.release(strict);
        Ports.Binding again = bind(true);
        ports.release(lenient);
        ports.release(again);
        assertEquals(0, ports.count());
    }

    /** Nobody listens at a port that is only bound, that connections have, or whose listener has gone. */
    @Test
    void onlyListenersAreFound() {
        Ports.Binding socket = bind(true);
        ports.inherit(socket, HERE);
        assertNull(ports.listener(HERE, 80, 0, 0));
        ports.listen(socket, null);
        assertNull(ports.listener(HERE, 80, 0, 0));
        ports.release(socket);
        assertNull(ports.listener(HERE, 80, 0, 0));
    }
}
