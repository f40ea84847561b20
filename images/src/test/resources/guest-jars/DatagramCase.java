import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Datagrams, addresses, pipes and selectors: what a program sees of them, both ends on this machine. */
public final class DatagramCase {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer buffer) {
        buffer.flip();
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    private static DatagramChannel bound() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress(HERE, 0));
    }

    /** What a thread that runs a body ends with, once it has been seen to wait and something was done about it. */
    private static Object whileWaiting(Body waiting, Body meanwhile) throws Throwable {
        AtomicReference<Object> result = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread t = new Thread(() -> {
            started.countDown();
            try {
                result.set(waiting.run());
            } catch (Throwable e) {
                result.set(e.getClass().getName() + " " + e.getMessage() + " " + Thread.currentThread().isInterrupted());
            }
        });
        t.start();
        started.await();
        Thread.sleep(50);
        Object done = meanwhile.run();
        if (done instanceof String s && s.equals("interrupt")) {
            t.interrupt();
        }
        t.join(20_000);
        return t.isAlive() ? "still waiting" : result.get();
    }

    private static void addresses() {
        check("literal", () -> InetAddress.getByName("10.1.2.3"));
        check("localhost", () -> InetAddress.getByName("localhost"));
        check("all of localhost", () -> Arrays.toString(InetAddress.getAllByName("localhost")));
        check("loopback", () -> InetAddress.getLoopbackAddress() + " " + HERE.isLoopbackAddress());
        check("name of loopback", () -> InetAddress.getByName("127.0.0.1").getHostName());
        check("by bytes", () -> InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) 200}));
        check("wrong length", () -> InetAddress.getByAddress(new byte[5]));
        check("unresolved", () -> InetSocketAddress.createUnresolved("example.invalid", 80));
        check("port out of range", () -> new InetSocketAddress(HERE, 65536));
        check("literal of IPv6", () -> InetAddress.getByName("::1"));
        check("bind to IPv6", () -> new DatagramSocket(new InetSocketAddress("::1", 0)).getLocalPort() > 0 ? "bound" : "not");
        check("malformed literal", () -> InetAddress.getByName("1.2.3.4.5.6:7"));
        check("kinds", () -> {
            InetAddress a = InetAddress.getByName("224.0.0.1");
            InetAddress b = InetAddress.getByName("169.254.1.1");
            return a.isMulticastAddress() + " " + b.isLinkLocalAddress() + " " + InetAddress.getByName("0.0.0.0").isAnyLocalAddress();
        });
        check("lo", () -> {
            NetworkInterface lo = NetworkInterface.getByName("lo");
            return lo.getName() + " " + lo.isUp() + " " + lo.isLoopback() + " " + Collections.list(lo.getInetAddresses()) + " "
                + lo.getInterfaceAddresses().getFirst().getNetworkPrefixLength();
        });
        check("interface by address", () -> NetworkInterface.getByInetAddress(HERE).getName());
        check("no such interface", () -> NetworkInterface.getByName("nosuch0"));
        check("reachable", () -> HERE.isReachable(2000));
        check("URI host", () -> URI.create("http://127.0.0.1:8080/a").toURL().getHost());
    }

    private static void sockets() {
        check("packet there and back", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(0, HERE)) {
                a.send(new DatagramPacket("hello".getBytes(), 5, HERE, b.getLocalPort()));
                DatagramPacket p = new DatagramPacket(new byte[100], 100);
                b.receive(p);
                return new String(p.getData(), 0, p.getLength()) + " " + p.getAddress() + " " + (p.getPort() == a.getLocalPort());
            }
        });
        check("cut to the buffer", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(0, HERE)) {
                a.send(new DatagramPacket("0123456789".getBytes(), 10, b.getLocalSocketAddress()));
                a.send(new DatagramPacket("next".getBytes(), 4, b.getLocalSocketAddress()));
                DatagramPacket p = new DatagramPacket(new byte[4], 4);
                b.receive(p);
                String first = new String(p.getData(), 0, p.getLength());
                b.receive(p);
                return first + " " + new String(p.getData(), 0, p.getLength());
            }
        });
        check("empty datagram", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(0, HERE)) {
                a.send(new DatagramPacket(new byte[0], 0, b.getLocalSocketAddress()));
                DatagramPacket p = new DatagramPacket(new byte[8], 8);
                b.receive(p);
                return p.getLength();
            }
        });
        check("largest datagram", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(0, HERE)) {
                byte[] large = new byte[65507];
                Arrays.fill(large, (byte) 7);
                a.send(new DatagramPacket(large, large.length, b.getLocalSocketAddress()));
                DatagramPacket p = new DatagramPacket(new byte[65535], 65535);
                b.receive(p);
                return p.getLength() + " " + p.getData()[65506];
            }
        });
        check("too large", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE)) {
                a.send(new DatagramPacket(new byte[65508], 65508, HERE, 9));
                return "sent";
            }
        });
        check("time is over", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE)) {
                a.setSoTimeout(30);
                a.receive(new DatagramPacket(new byte[1], 1));
                return a.getSoTimeout();
            }
        });
        check("address in use", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(a.getLocalPort(), HERE)) {
                return "bound " + b;
            }
        });
        check("address of another", () -> new DatagramSocket(0, InetAddress.getByName("203.0.113.7")));
        check("port unreachable", () -> {
            int port;
            try (DatagramSocket gone = new DatagramSocket(0, HERE)) {
                port = gone.getLocalPort();
            }
            try (DatagramSocket a = new DatagramSocket(0, HERE)) {
                a.connect(HERE, port);
                a.setSoTimeout(5000);
                a.send(new DatagramPacket("x".getBytes(), 1));
                a.receive(new DatagramPacket(new byte[1], 1));
                return "received";
            }
        });
        check("unconnected hears nothing of it", () -> {
            int port;
            try (DatagramSocket gone = new DatagramSocket(0, HERE)) {
                port = gone.getLocalPort();
            }
            try (DatagramSocket a = new DatagramSocket(0, HERE)) {
                a.setSoTimeout(100);
                a.send(new DatagramPacket("x".getBytes(), 1, HERE, port));
                a.receive(new DatagramPacket(new byte[1], 1));
                return "received";
            }
        });
        check("connected hears its peer alone", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(0, HERE);
                DatagramSocket c = new DatagramSocket(0, HERE)) {
                a.connect(b.getLocalSocketAddress());
                a.setSoTimeout(5000);
                c.send(new DatagramPacket("stranger".getBytes(), 8, a.getLocalSocketAddress()));
                b.send(new DatagramPacket("peer".getBytes(), 4, a.getLocalSocketAddress()));
                DatagramPacket p = new DatagramPacket(new byte[20], 20);
                a.receive(p);
                return new String(p.getData(), 0, p.getLength()) + " " + a.isConnected() + " " + a.getInetAddress();
            }
        });
        check("disconnected hears all", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE); DatagramSocket b = new DatagramSocket(0, HERE)) {
                a.connect(HERE, 9);
                int port = a.getLocalPort();
                a.disconnect();
                a.setSoTimeout(5000);
                b.send(new DatagramPacket("hi".getBytes(), 2, HERE, port));
                DatagramPacket p = new DatagramPacket(new byte[20], 20);
                a.receive(p);
                return new String(p.getData(), 0, p.getLength()) + " " + a.isConnected() + " " + (port == a.getLocalPort());
            }
        });
        check("other address than connected", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE)) {
                a.connect(HERE, 9);
                a.send(new DatagramPacket("x".getBytes(), 1, HERE, 10));
                return "sent";
            }
        });
        check("port 0", () -> {
            try (DatagramSocket a = new DatagramSocket(0, HERE)) {
                a.send(new DatagramPacket("x".getBytes(), 1, HERE, 0));
                return "sent";
            }
        });
        check("closed socket", () -> {
            DatagramSocket a = new DatagramSocket(0, HERE);
            a.close();
            a.send(new DatagramPacket("x".getBytes(), 1, HERE, 9));
            return "sent";
        });
        check("options", () -> {
            try (DatagramSocket a = new DatagramSocket(null)) {
                a.setReuseAddress(true);
                a.setBroadcast(false);
                a.setTrafficClass(0x10);
                a.setReceiveBufferSize(16384);
                return a.getReuseAddress() + " " + a.getBroadcast() + " " + a.getTrafficClass() + " " + a.getReceiveBufferSize();
            }
        });
        check("shared by SO_REUSEADDR", () -> {
            try (DatagramSocket a = new DatagramSocket(null); DatagramSocket b = new DatagramSocket(null)) {
                a.setReuseAddress(true);
                b.setReuseAddress(true);
                a.bind(new InetSocketAddress(HERE, 0));
                b.bind(a.getLocalSocketAddress());
                return "both bound";
            }
        });
        check("closed while receiving", () -> {
            DatagramSocket a = new DatagramSocket(0, HERE);
            return whileWaiting(() -> {
                a.receive(new DatagramPacket(new byte[1], 1));
                return "received";
            }, () -> {
                a.close();
                return null;
            });
        });
        check("multicast socket opens", () -> {
            try (MulticastSocket m = new MulticastSocket(null)) {
                return m.getTimeToLive();
            }
        });
    }

    private static void channels() {
        check("send and receive", () -> {
            try (DatagramChannel a = bound(); DatagramChannel b = bound()) {
                int n = a.send(bytes("channel"), b.getLocalAddress());
                ByteBuffer to = ByteBuffer.allocate(100);
                boolean same = b.receive(to).equals(a.getLocalAddress());
                return n + " " + same + " " + text(to);
            }
        });
        check("direct buffers", () -> {
            try (DatagramChannel a = bound(); DatagramChannel b = bound()) {
                ByteBuffer from = ByteBuffer.allocateDirect(100).put("direct".getBytes()).flip();
                int n = a.send(from, b.getLocalAddress());
                ByteBuffer to = ByteBuffer.allocateDirect(100);
                b.receive(to);
                return n + " " + from.remaining() + " " + to.position() + " " + text(to);
            }
        });
        check("part of a buffer", () -> {
            try (DatagramChannel a = bound(); DatagramChannel b = bound()) {
                ByteBuffer from = bytes("0123456789");
                from.position(3).limit(6);
                a.send(from, b.getLocalAddress());
                ByteBuffer to = ByteBuffer.allocate(100);
                to.position(10);
                ByteBuffer slice = to.slice();
                b.receive(slice);
                return text(slice) + " " + from.position();
            }
        });
        check("several buffers are one datagram", () -> {
            try (DatagramChannel a = bound(); DatagramChannel b = bound()) {
                a.connect(b.getLocalAddress());
                b.connect(a.getLocalAddress());
                long n = a.write(new ByteBuffer[] {bytes("one "), bytes(""), bytes("two "), bytes("three")});
                ByteBuffer x = ByteBuffer.allocate(2);
                ByteBuffer y = ByteBuffer.allocateDirect(5);
                ByteBuffer z = ByteBuffer.allocate(50);
                long m = b.read(new ByteBuffer[] {x, y, z});
                return n + " " + m + " [" + text(x) + "][" + text(y) + "][" + text(z) + "]";
            }
        });
        check("read only", () -> {
            try (DatagramChannel a = bound()) {
                return a.receive(ByteBuffer.allocate(4).asReadOnlyBuffer());
            }
        });
        check("not connected", () -> {
            try (DatagramChannel a = bound()) {
                return a.write(bytes("x"));
            }
        });
        check("unresolved address", () -> {
            try (DatagramChannel a = bound()) {
                return a.send(bytes("x"), InetSocketAddress.createUnresolved("nowhere.invalid", 1));
            }
        });
        check("nothing there and not to wait", () -> {
            try (DatagramChannel a = bound()) {
                a.configureBlocking(false);
                return a.receive(ByteBuffer.allocate(4));
            }
        });
        check("connected, nothing there", () -> {
            try (DatagramChannel a = bound()) {
                a.connect(new InetSocketAddress(HERE, 9));
                a.configureBlocking(false);
                return a.read(ByteBuffer.allocate(4));
            }
        });
        check("already connected", () -> {
            try (DatagramChannel a = bound()) {
                a.connect(new InetSocketAddress(HERE, 9));
                a.connect(new InetSocketAddress(HERE, 10));
                return "twice";
            }
        });
        check("bound twice", () -> {
            try (DatagramChannel a = bound()) {
                a.bind(null);
                return "twice";
            }
        });
        check("options", () -> {
            try (DatagramChannel a = DatagramChannel.open(StandardProtocolFamily.INET)) {
                a.setOption(StandardSocketOptions.SO_REUSEADDR, true).setOption(StandardSocketOptions.SO_BROADCAST, true)
                    .setOption(StandardSocketOptions.IP_TOS, 8);
                return a.getOption(StandardSocketOptions.SO_REUSEADDR) + " " + a.getOption(StandardSocketOptions.SO_BROADCAST) + " "
                    + a.getOption(StandardSocketOptions.IP_TOS) + " " + a.getOption(StandardSocketOptions.SO_REUSEPORT);
            }
        });
        check("option of streams", () -> {
            try (DatagramChannel a = bound()) {
                return a.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
        });
        check("supported options", () -> {
            try (DatagramChannel a = bound()) {
                TreeSet<String> names = new TreeSet<>();
                a.supportedOptions().forEach(o -> names.add(o.name()));
                names.remove("SO_INCOMING_NAPI_ID");
                return names;
            }
        });
        check("IPv6 family", () -> DatagramChannel.open(StandardProtocolFamily.INET6));
        check("closed while receiving", () -> {
            DatagramChannel a = bound();
            return whileWaiting(() -> a.receive(ByteBuffer.allocate(4)), () -> {
                a.close();
                return null;
            });
        });
        check("interrupted while receiving", () -> {
            DatagramChannel a = bound();
            return whileWaiting(() -> a.receive(ByteBuffer.allocate(4)), () -> "interrupt") + " " + a.isOpen();
        });
        check("interrupted before", () -> {
            DatagramChannel a = bound();
            Thread.currentThread().interrupt();
            try {
                return a.receive(ByteBuffer.allocate(4));
            } catch (ClosedByInterruptException e) {
                return "closed by interrupt " + Thread.interrupted() + " " + a.isOpen();
            }
        });
        check("virtual thread interrupted", () -> {
            DatagramChannel a = bound();
            AtomicReference<Object> seen = new AtomicReference<>();
            Thread t = Thread.ofVirtual().start(() -> {
                try {
                    a.receive(ByteBuffer.allocate(4));
                } catch (AsynchronousCloseException e) {
                    seen.set(e.getClass().getSimpleName());
                } catch (IOException e) {
                    seen.set(e);
                }
            });
            Thread.sleep(50);
            t.interrupt();
            t.join();
            return seen.get();
        });
        check("sleep after an interrupt in a channel", () -> {
            DatagramChannel a = bound();
            whileWaiting(() -> a.receive(ByteBuffer.allocate(4)), () -> "interrupt");
            long before = System.nanoTime();
            Thread.sleep(20);
            return System.nanoTime() - before >= 20_000_000;
        });
    }

    private static void selectors() {
        check("nothing ready", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                a.register(s, SelectionKey.OP_READ);
                return s.selectNow() + " " + s.select(20) + " " + s.keys().size();
            }
        });
        check("readable and writable", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound(); DatagramChannel b = bound()) {
                a.configureBlocking(false);
                SelectionKey key = a.register(s, SelectionKey.OP_READ | SelectionKey.OP_WRITE, "attached");
                int first = s.select();
                int ops = key.readyOps();
                s.selectedKeys().clear();
                key.interestOps(SelectionKey.OP_READ);
                b.send(bytes("x"), a.getLocalAddress());
                int second = s.select();
                return first + " " + ops + " " + second + " " + key.readyOps() + " " + key.attachment();
            }
        });
        check("selected keys stay until removed", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                a.register(s, SelectionKey.OP_WRITE);
                return s.select() + " " + s.select(10) + " " + s.selectedKeys().size();
            }
        });
        check("select with an action", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                a.register(s, SelectionKey.OP_WRITE);
                List<Integer> ops = new ArrayList<>();
                int n = s.select(k -> ops.add(k.readyOps()));
                return n + " " + ops + " " + s.selectedKeys();
            }
        });
        check("wakeup before", () -> {
            try (Selector s = Selector.open()) {
                s.wakeup();
                s.wakeup();
                return s.select() + " " + s.selectNow();
            }
        });
        check("wakeup meanwhile", () -> {
            try (Selector s = Selector.open()) {
                return whileWaiting(s::select, () -> {
                    s.wakeup();
                    return null;
                });
            }
        });
        check("interrupt of a select", () -> {
            try (Selector s = Selector.open()) {
                return whileWaiting(() -> s.select() + " " + Thread.currentThread().isInterrupted() + " " + s.isOpen(), () -> "interrupt");
            }
        });
        check("closed while selecting", () -> {
            Selector s = Selector.open();
            return whileWaiting(() -> s.select(), () -> {
                s.close();
                return null;
            });
        });
        check("closed selector", () -> {
            Selector s = Selector.open();
            s.close();
            return s.select();
        });
        check("cancelled key", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                SelectionKey key = a.register(s, SelectionKey.OP_WRITE);
                key.cancel();
                return s.selectNow() + " " + s.keys().size() + " " + key.isValid() + " " + a.isRegistered();
            }
        });
        check("interest of a cancelled key", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                SelectionKey key = a.register(s, SelectionKey.OP_WRITE);
                key.cancel();
                return key.interestOps(0);
            }
        });
        check("closed channel leaves", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                a.register(s, SelectionKey.OP_READ);
                a.close();
                return s.selectNow() + " " + s.keys().size();
            }
        });
        check("blocking channel", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                return a.register(s, SelectionKey.OP_READ);
            }
        });
        check("registered channel stays non-blocking", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                a.register(s, SelectionKey.OP_READ);
                return a.configureBlocking(true);
            }
        });
        check("operation it does not have", () -> {
            try (Selector s = Selector.open(); DatagramChannel a = bound()) {
                a.configureBlocking(false);
                return a.register(s, SelectionKey.OP_ACCEPT);
            }
        });
        check("a thousand keys", () -> {
            List<DatagramChannel> all = new ArrayList<>();
            try (Selector s = Selector.open(); DatagramChannel from = bound()) {
                for (int i = 0; i < 1000; i++) {
                    DatagramChannel c = bound();
                    c.configureBlocking(false);
                    c.register(s, SelectionKey.OP_READ, i);
                    all.add(c);
                }
                for (int i = 0; i < 1000; i += 7) {
                    from.send(bytes("n" + i), all.get(i).getLocalAddress());
                }
                TreeSet<Integer> seen = new TreeSet<>();
                while (seen.size() < 143 && s.select(5000) > 0) {
                    for (SelectionKey k : s.selectedKeys()) {
                        ((DatagramChannel) k.channel()).receive(ByteBuffer.allocate(10));
                        seen.add((Integer) k.attachment());
                    }
                    s.selectedKeys().clear();
                }
                for (int i = 0; i < 1000; i += 2) {
                    all.get(i).close();
                }
                s.selectNow();
                from.send(bytes("last"), all.get(999).getLocalAddress());
                s.select(5000);
                return seen.size() + " " + seen.last() + " " + s.keys().size() + " "
                    + s.selectedKeys().iterator().next().attachment();
            } finally {
                for (DatagramChannel c : all) {
                    c.close();
                }
            }
        });
    }

    private static void pipes() {
        check("pipe", () -> {
            Pipe p = Pipe.open();
            int n = p.sink().write(bytes("through a pipe"));
            ByteBuffer to = ByteBuffer.allocateDirect(100);
            int m = p.source().read(to);
            p.sink().close();
            int end = p.source().read(ByteBuffer.allocate(1));
            p.source().close();
            return n + " " + m + " " + text(to) + " " + end;
        });
        check("pipe with a selector", () -> {
            Pipe p = Pipe.open();
            try (Selector s = Selector.open()) {
                p.source().configureBlocking(false);
                int none = p.source().read(ByteBuffer.allocate(1));
                p.source().register(s, SelectionKey.OP_READ);
                int before = s.selectNow();
                p.sink().write(bytes("x"));
                int after = s.select(5000);
                p.sink().close();
                return none + " " + before + " " + after;
            } finally {
                p.source().close();
            }
        });
        check("full pipe does not wait", () -> {
            Pipe p = Pipe.open();
            try {
                p.sink().configureBlocking(false);
                long total = 0;
                int n;
                while ((n = p.sink().write(ByteBuffer.allocate(10_000))) > 0) {
                    total += n;
                }
                return n + " " + (total >= 40_000 && total <= 65_536);
            } finally {
                p.sink().close();
                p.source().close();
            }
        });
        check("reader is gone", () -> {
            Pipe p = Pipe.open();
            p.source().close();
            try {
                return p.sink().write(bytes("x"));
            } finally {
                p.sink().close();
            }
        });
        check("interrupted reader of a pipe", () -> {
            Pipe p = Pipe.open();
            Object seen = whileWaiting(() -> p.source().read(ByteBuffer.allocate(1)), () -> "interrupt");
            p.sink().close();
            return seen;
        });
        check("closed by another", () -> {
            Pipe p = Pipe.open();
            Object seen = whileWaiting(() -> p.source().read(ByteBuffer.allocate(1)), () -> {
                p.source().close();
                return null;
            });
            p.sink().close();
            return seen;
        });
    }

    public static void main(String[] args) {
        addresses();
        sockets();
        channels();
        selectors();
        pipes();
        System.exit(0);
    }
}
