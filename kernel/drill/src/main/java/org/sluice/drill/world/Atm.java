package org.sluice.drill.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.VcListener;
import org.sluice.vm.memory.PhysicalMemory;

/** An ATM interface without a device: SDUs that are sent go to whoever asked for them, and come from whoever delivers them. */
public final class Atm implements AtmInterface {
    private final Machine machine;
    private final Map<Integer, Open> open = new HashMap<>();
    private Consumer<byte[]> sink = sdu -> { };

    Atm(Machine machine) {
        this.machine = machine;
    }

    /** Has everything that is sent given to somebody, who must not call the service before he returns. */
    public void onSend(Consumer<byte[]> to) {
        sink = to;
    }

    /** Something arrives on a connection; nothing happens if it is not open. Called by events of the world. */
    public void deliver(int vci, byte[] sdu) {
        Open to = open.get(vci);
        if (to != null) {
            to.listener.received(parts(sdu), 0);
        }
    }

    /** As a device would have received it: a frame, or runs of four. */
    private FramePart[] parts(byte[] sdu) {
        int step = sdu.length <= PhysicalMemory.FRAME_SIZE ? PhysicalMemory.FRAME_SIZE : 4 * PhysicalMemory.FRAME_SIZE;
        List<FramePart> parts = new ArrayList<>();
        for (int at = 0; at < sdu.length; at += step) {
            int length = Math.min(step, sdu.length - at);
            FramePart part = machine.fresh(length);
            machine.memory().write(part.address(), sdu, at, length);
            parts.add(part);
        }
        return parts.toArray(new FramePart[0]);
    }

    @Override
    public String name() {
        return "atm0";
    }

    @Override
    public boolean up() {
        return true;
    }

    @Override
    public String link() {
        return "virtual";
    }

    @Override
    public Counter[] counters() {
        return new Counter[0];
    }

    @Override
    public Connection open(VcParameters vc, VcListener listener) {
        machine.requireUnlocked("a connection is opened under a lock");
        if (open.containsKey(vc.vci())) {
            throw new CallFailed(Errno.EADDRINUSE);
        }
        Open made = new Open(vc, listener);
        open.put(vc.vci(), made);
        return made;
    }

    private final class Open implements Connection {
        private final VcParameters vc;
        private final VcListener listener;
        private boolean closed;

        Open(VcParameters vc, VcListener listener) {
            this.vc = vc;
            this.listener = listener;
        }

        @Override
        public VcParameters parameters() {
            return vc;
        }

        @Override
        public boolean send(FramePart[] parts, int flags) {
            machine.requireUnlocked("an interface is called under a lock");
            if (closed) {
                throw new CallFailed(Errno.EPIPE);
            }
            int length = 0;
            for (FramePart part : parts) {
                length += part.length();
            }
            if (length > vc.maxSdu()) {
                throw new CallFailed(Errno.EMSGSIZE);
            }
            byte[] sdu = new byte[length];
            int at = 0;
            for (FramePart part : parts) {
                machine.memory().read(part.address(), sdu, at, part.length());
                at += part.length();
            }
            sink.accept(sdu);
            for (FramePart part : parts) {
                part.drop();
            }
            return true;
        }

        @Override
        public int pending() {
            return 0;
        }

        @Override
        public void loopback(int token) {
        }

        @Override
        public int alarms() {
            return 0;
        }

        @Override
        public Counter[] counters() {
            return new Counter[0];
        }

        @Override
        public void close() {
            machine.requireUnlocked("a connection is closed under a lock");
            closed = true;
            open.remove(vc.vci());
        }
    }
}
