package org.sluice.driver.console;

import java.util.function.IntConsumer;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.driver.Requests;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;

/**
 * Drives the console. Writers take turns by whole calls, so that one write's bytes stay together. Reception is turned on by the
 * first reader: a system that reads nothing takes nothing from the host.
 */
public final class ConsoleDriver implements Driver {
    private static final int STATUS = 0x00;
    private static final int SIZE = 0x20;
    private static final int EVENTS = 0x28;
    private static final int RECEIVE = 0x30;
    private static final int STATUS_TERMINALS = 7;
    private static final int STATUS_INPUT_ENDED = 8;
    private static final int EVENT_INPUT = 1;
    private static final int EVENT_RESIZED = 2;
    private static final int EVENT_INTERRUPT = 4;
    private static final int EVENT_TERMINATE = 8;
    private static final int TRANSMIT = 1;
    private static final int OUTPUT_GONE = 4;
    private static final int MAX_LENGTH = 65536;

    @Override
    public void run(DriverContext device) {
        Requests requests = new Requests(device);
        Console console = new Console(device, requests);
        try {
            device.publish(console);
            while (true) {
                device.awaitInterrupt();
                requests.interrupt();
                console.events();
            }
        } finally {
            requests.stop();
            console.stop();
        }
    }

    private static final class Console implements ConsoleDevice {
        private final DriverContext device;
        private final Requests requests;
        /** Guards the FIFO's reading end and what follows. */
        private final KernelLock lock;
        private boolean receiving;
        private boolean stopped;
        private volatile IntConsumer listener;

        Console(DriverContext device, Requests requests) {
            this.device = device;
            this.requests = requests;
            lock = device.lock();
        }

        @Override
        public void write(int channel, FrameRun frames, int length) {
            if (length < 0 || length > frames.bytes()) {
                throw new CallFailed(Errno.EINVAL);
            }
            requests.withSlot(slot -> {
                long busAddress = device.grant(frames, false);
                try {
                    for (int sent = 0; sent < length; sent += MAX_LENGTH) {
                        int part = Math.min(MAX_LENGTH, length - sent);
                        check(requests.submit(slot, TRANSMIT, busAddress + sent, part, channel));
                    }
                } finally {
                    revoke(busAddress);
                }
                return null;
            });
        }

        private static void check(long status) {
            if (status != Requests.OK) {
                throw new CallFailed(status == OUTPUT_GONE ? Errno.EPIPE : Errno.EIO);
            }
        }

        private void revoke(long busAddress) {
            try {
                device.revoke(busAddress);
            } catch (DriverStopped e) {
                // then it has been revoked with everything else
            }
        }

        @Override
        public int read(byte[] buffer) {
            if (buffer.length == 0) {
                throw new CallFailed(Errno.EINVAL);
            }
            lock.acquire();
            try {
                while (!stopped) {
                    if (!receiving) {
                        receiving = true;
                        device.write(RECEIVE, 1);
                    }
                    boolean ended = (device.read(STATUS) & STATUS_INPUT_ENDED) != 0;
                    int n = drain(buffer);
                    if (n > 0 || ended) {
                        return n > 0 ? n : -1;
                    }
                    lock.await();
                }
                throw new CallFailed(Errno.EAGAIN);
            } catch (DriverStopped e) {
                throw new CallFailed(Errno.EAGAIN);
            } finally {
                lock.release();
            }
        }

        private int drain(byte[] buffer) {
            int n = 0;
            while (n < buffer.length) {
                long value = device.read(RECEIVE);
                if (value < 0) {
                    break;
                }
                buffer[n++] = (byte) value;
            }
            return n;
        }

        @Override
        public int size() {
            return (int) register(SIZE);
        }

        @Override
        public int terminals() {
            return (int) register(STATUS) & STATUS_TERMINALS;
        }

        private long register(int offset) {
            try {
                return device.read(offset);
            } catch (DriverStopped e) {
                throw new CallFailed(Errno.EAGAIN);
            }
        }

        @Override
        public void onEvent(IntConsumer newListener) {
            listener = newListener;
        }

        /** On the driver's thread. Events before there is a listener stay in the register. */
        void events() {
            IntConsumer l = listener;
            long events = device.read(EVENTS) & (l == null ? EVENT_INPUT : ~0);
            device.write(EVENTS, events);
            if ((events & EVENT_INPUT) != 0) {
                wake();
            }
            if ((events & EVENT_RESIZED) != 0) {
                l.accept(Signals.WINCH);
            }
            if ((events & EVENT_INTERRUPT) != 0) {
                l.accept(Signals.INT);
            }
            if ((events & EVENT_TERMINATE) != 0) {
                l.accept(Signals.TERM);
            }
        }

        void stop() {
            lock.acquire();
            stopped = true;
            lock.signalAll();
            lock.release();
        }

        private void wake() {
            lock.acquire();
            lock.signalAll();
            lock.release();
        }
    }
}
