import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URL;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Connections by sockets, channels, selectors and HTTP: what a program sees of them, both ends on this machine. */
public final class StreamCase {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private interface Talk {
        Object run(Socket client, Socket server) throws Throwable;
    }

    private interface ChannelTalk {
        Object run(SocketChannel client, SocketChannel server) throws Throwable;
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

    private static Object sockets(Talk talk) throws Throwable {
        try (ServerSocket listener = new ServerSocket(0, 50, HERE); Socket client = new Socket(HERE, listener.getLocalPort());
            Socket server = listener.accept()) {
            return talk.run(client, server);
        }
    }

    private static Object channels(ChannelTalk talk) throws Throwable {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            listener.bind(new InetSocketAddress(HERE, 0));
            try (SocketChannel client = SocketChannel.open(listener.getLocalAddress()); SocketChannel server = listener.accept()) {
                return talk.run(client, server);
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer buffer) {
        buffer.flip();
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket s = new ServerSocket(0, 1, HERE)) {
            return s.getLocalPort();
        }
    }

    /** What a thread that runs a body ends with, once it has been seen to wait and something was done about it. */
    private static Object whileWaiting(boolean virtual, Body waiting, Body meanwhile) throws Throwable {
        AtomicReference<Object> result = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Runnable task = () -> {
            started.countDown();
            try {
                result.set(waiting.run());
            } catch (Throwable e) {
                result.set(e.getClass().getName() + ": " + e.getMessage() + " " + Thread.currentThread().isInterrupted());
            }
        };
        Thread t = virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
        started.await();
        Thread.sleep(50);
        if ("interrupt".equals(meanwhile.run())) {
            t.interrupt();
        }
        t.join(20_000);
        return t.isAlive() ? "still waiting" : result.get();
    }

    private static void opening() {
        check("refused", () -> new Socket(HERE, unusedPort()));
        check("refused by a channel", () -> SocketChannel.open(new InetSocketAddress(HERE, unusedPort())));
        check("refused later", () -> {
            try (SocketChannel c = SocketChannel.open(); Selector s = Selector.open()) {
                c.configureBlocking(false);
                if (c.connect(new InetSocketAddress(HERE, unusedPort()))) {
                    return "connected";
                }
                c.register(s, SelectionKey.OP_CONNECT);
                s.select(5000);
                return c.finishConnect();
            }
        });
        check("unknown host", () -> new Socket("name.invalid.", 80));
        check("address in use", () -> {
            try (ServerSocket a = new ServerSocket(0, 1, HERE); ServerSocket b = new ServerSocket(a.getLocalPort(), 1, HERE)) {
                return "twice";
            }
        });
        check("address of another", () -> new ServerSocket(0, 1, InetAddress.getByName("203.0.113.7")));
        check("bound twice", () -> {
            try (ServerSocket a = new ServerSocket(0, 1, HERE)) {
                a.bind(null);
                return "twice";
            }
        });
        check("port of a closed listener", () -> {
            int port = unusedPort();
            try (ServerSocket a = new ServerSocket(port, 1, HERE)) {
                return a.getLocalPort() == port;
            }
        });
        check("accept takes too long", () -> {
            try (ServerSocket a = new ServerSocket(0, 1, HERE)) {
                a.setSoTimeout(30);
                return a.accept();
            }
        });
        check("accept in spite of a time", () -> {
            try (ServerSocket a = new ServerSocket(0, 1, HERE)) {
                a.setSoTimeout(5000);
                try (Socket c = new Socket(HERE, a.getLocalPort()); Socket s = a.accept()) {
                    c.getOutputStream().write(7);
                    return s.getInputStream().read();
                }
            }
        });
        check("addresses", () -> sockets((c, s) -> c.getInetAddress() + " " + s.getInetAddress() + " " + (c.getPort() == s.getLocalPort())
            + " " + (c.getLocalPort() == s.getPort()) + " " + c.getLocalAddress() + " " + c.isConnected() + " " + c.isBound()));
        check("from a port", () -> {
            int port = unusedPort();
            try (ServerSocket a = new ServerSocket(0, 1, HERE); Socket c = new Socket(HERE, a.getLocalPort(), HERE, port);
                Socket s = a.accept()) {
                return s.getPort() == port;
            }
        });
        check("with a time to connect", () -> {
            try (ServerSocket a = new ServerSocket(0, 1, HERE); Socket c = new Socket()) {
                c.connect(a.getLocalSocketAddress(), 5000);
                return c.isConnected();
            }
        });
        check("connected twice", () -> sockets((c, s) -> {
            c.connect(s.getLocalSocketAddress());
            return "twice";
        }));
        check("closed before connecting", () -> {
            Socket c = new Socket();
            c.close();
            c.connect(new InetSocketAddress(HERE, 9));
            return "connected";
        });
        check("unresolved", () -> {
            try (Socket c = new Socket()) {
                c.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 80));
                return "connected";
            }
        });
    }

    private static void talking() {
        check("both ways", () -> sockets((c, s) -> {
            c.getOutputStream().write("question".getBytes());
            byte[] q = s.getInputStream().readNBytes(8);
            s.getOutputStream().write("answer".getBytes());
            return new String(q) + " " + new String(c.getInputStream().readNBytes(6));
        }));
        check("available", () -> sockets((c, s) -> {
            int before = s.getInputStream().available();
            c.getOutputStream().write(new byte[10]);
            s.getInputStream().read();
            return before + " " + s.getInputStream().available();
        }));
        check("half closed", () -> sockets((c, s) -> {
            c.getOutputStream().write("all".getBytes());
            c.shutdownOutput();
            String got = new String(s.getInputStream().readAllBytes());
            s.getOutputStream().write("late".getBytes());
            s.close();
            return got + " " + new String(c.getInputStream().readAllBytes()) + " " + c.isOutputShutdown() + " " + c.isInputShutdown();
        }));
        check("write after shutdown", () -> sockets((c, s) -> {
            c.shutdownOutput();
            c.getOutputStream().write(1);
            return "written";
        }));
        check("read after shutdown", () -> sockets((c, s) -> {
            s.getOutputStream().write(1);
            c.shutdownInput();
            return c.getInputStream().read();
        }));
        check("time is over", () -> sockets((c, s) -> {
            c.setSoTimeout(30);
            try {
                return c.getInputStream().read();
            } catch (java.net.SocketTimeoutException e) {
                s.getOutputStream().write(5);
                return e.getMessage() + " " + c.getInputStream().read();
            }
        }));
        check("reset by linger 0", () -> sockets((c, s) -> {
            c.setSoLinger(true, 0);
            c.close();
            return s.getInputStream().read();
        }));
        check("peer has gone", () -> sockets((c, s) -> {
            s.close();
            for (int i = 0; i < 10_000; i++) {
                c.getOutputStream().write(new byte[1000]);
            }
            return "written";
        }));
        check("linger waits", () -> sockets((c, s) -> {
            c.setSoLinger(true, 5);
            c.getOutputStream().write("last words".getBytes());
            c.close();
            return new String(s.getInputStream().readAllBytes());
        }));
        check("closed socket", () -> sockets((c, s) -> {
            OutputStream out = c.getOutputStream();
            c.close();
            out.write(1);
            return "written";
        }));
        check("stream of a closed socket", () -> sockets((c, s) -> {
            c.close();
            return c.getInputStream();
        }));
        check("many megabytes", () -> sockets((c, s) -> {
            byte[] chunk = new byte[70_001];
            new Random(1).nextBytes(chunk);
            int times = 300;
            MessageDigest sent = MessageDigest.getInstance("SHA-256");
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < times; i++) {
                        c.getOutputStream().write(chunk);
                    }
                    c.shutdownOutput();
                } catch (IOException e) {
                    System.out.println("writer: " + e);
                }
            });
            writer.start();
            for (int i = 0; i < times; i++) {
                sent.update(chunk);
            }
            MessageDigest got = MessageDigest.getInstance("SHA-256");
            long total = 0;
            byte[] buffer = new byte[33_333];
            int n;
            while ((n = s.getInputStream().read(buffer)) > 0) {
                got.update(buffer, 0, n);
                total += n;
            }
            writer.join();
            return total + " " + Arrays.equals(sent.digest(), got.digest());
        }));
        check("options", () -> sockets((c, s) -> {
            c.setTcpNoDelay(true);
            c.setKeepAlive(true);
            c.setSoLinger(true, 3);
            c.setTrafficClass(0x10);
            c.setSoTimeout(777);
            c.setReuseAddress(true);
            return c.getTcpNoDelay() + " " + s.getTcpNoDelay() + " " + c.getKeepAlive() + " " + c.getSoLinger() + " " + s.getSoLinger() + " "
                + c.getTrafficClass() + " " + c.getSoTimeout() + " " + c.getReuseAddress();
        }));
        check("option values out of range", () -> sockets((c, s) -> {
            c.setReceiveBufferSize(0);
            return "set";
        }));
        check("supported options", () -> sockets((c, s) -> {
            TreeSet<String> names = new TreeSet<>();
            c.supportedOptions().forEach(o -> names.add(o.name()));
            names.remove("SO_INCOMING_NAPI_ID");
            return names;
        }));
        check("options of a listener", () -> {
            try (ServerSocket l = new ServerSocket()) {
                l.setReceiveBufferSize(20_000);
                l.bind(new InetSocketAddress(HERE, 0));
                return l.getReuseAddress() + " " + l.getReceiveBufferSize();
            }
        });
        check("extended options", () -> sockets((c, s) -> {
            c.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE, 33);
            c.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL, 11);
            c.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
            return c.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE) + " " + c.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL)
                + " " + c.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT);
        }));
    }

    private static void races() {
        for (boolean virtual : new boolean[] {false, true}) {
            String kind = virtual ? "virtual " : "platform ";
            check(kind + "closed while reading", () -> sockets((c, s) -> whileWaiting(virtual, () -> c.getInputStream().read(), () -> {
                c.close();
                return null;
            })));
            check(kind + "interrupted while reading", () -> sockets((c, s) -> whileWaiting(virtual, () -> c.getInputStream().read(), () -> {
                if (!virtual) {
                    new Thread(() -> {
                        try {
                            Thread.sleep(150);
                            s.getOutputStream().write(9);
                        } catch (IOException | InterruptedException e) {
                            System.out.println(e);
                        }
                    }).start();
                }
                return "interrupt";
            })));
            check(kind + "closed while accepting", () -> {
                ServerSocket l = new ServerSocket(0, 1, HERE);
                return whileWaiting(virtual, l::accept, () -> {
                    l.close();
                    return null;
                });
            });
            check(kind + "closed while writing", () -> sockets((c, s) -> whileWaiting(virtual, () -> {
                while (true) {
                    c.getOutputStream().write(new byte[100_000]);
                }
            }, () -> {
                Thread.sleep(100);
                c.close();
                return null;
            })));
            check(kind + "input shut while reading", () -> sockets((c, s) -> whileWaiting(virtual, () -> c.getInputStream().read(), () -> {
                c.shutdownInput();
                return null;
            })));
            check(kind + "channel closed while reading", () -> channels((c, s) -> whileWaiting(virtual,
                () -> c.read(ByteBuffer.allocate(1)), () -> {
                    c.close();
                    return null;
                })));
            check(kind + "channel interrupted while reading", () -> channels((c, s) -> whileWaiting(virtual,
                () -> c.read(ByteBuffer.allocate(1)), () -> "interrupt") + " " + c.isOpen()));
            check(kind + "channel interrupted while accepting", () -> {
                ServerSocketChannel l = ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0));
                return whileWaiting(virtual, l::accept, () -> "interrupt") + " " + l.isOpen();
            });
        }
        check("one reads, one writes, one closes", () -> channels((c, s) -> {
            AtomicReference<String> reader = new AtomicReference<>();
            AtomicReference<String> writer = new AtomicReference<>();
            Thread r = new Thread(() -> {
                try {
                    c.read(ByteBuffer.allocate(1));
                } catch (IOException e) {
                    reader.set(e.getClass().getSimpleName());
                }
            });
            Thread w = new Thread(() -> {
                try {
                    while (true) {
                        c.write(ByteBuffer.allocate(100_000));
                    }
                } catch (IOException e) {
                    writer.set(e instanceof java.nio.channels.ClosedChannelException ? "closed" : e.toString());
                }
            });
            r.start();
            w.start();
            Thread.sleep(100);
            c.close();
            r.join(20_000);
            w.join(20_000);
            return reader + " " + writer;
        }));
        check("a hundred connections", () -> {
            try (ServerSocket l = new ServerSocket(0, 200, HERE)) {
                Thread server = new Thread(() -> {
                    try {
                        for (int i = 0; i < 100; i++) {
                            try (Socket s = l.accept()) {
                                int x = s.getInputStream().read();
                                s.getOutputStream().write(x + 1);
                            }
                        }
                    } catch (IOException e) {
                        System.out.println(e);
                    }
                });
                server.start();
                int sum = 0;
                for (int i = 0; i < 100; i++) {
                    try (Socket c = new Socket(HERE, l.getLocalPort())) {
                        c.getOutputStream().write(i);
                        sum += c.getInputStream().read();
                    }
                }
                server.join();
                return sum;
            }
        });
    }

    private static void channelTalk() {
        check("buffers with and without arrays", () -> channels((c, s) -> {
            c.write(bytes("heap "));
            c.write(ByteBuffer.allocateDirect(7).put("direct ".getBytes()).flip());
            c.write(bytes("read only").asReadOnlyBuffer());
            c.shutdownOutput();
            ByteBuffer all = ByteBuffer.allocateDirect(100);
            while (s.read(all) >= 0) {
                Thread.onSpinWait();
            }
            return text(all);
        }));
        check("scattered and gathered", () -> channels((c, s) -> {
            long n = c.write(new ByteBuffer[] {bytes("ab"), bytes(""), bytes("cdef"), bytes("ghi")});
            ByteBuffer x = ByteBuffer.allocate(3);
            ByteBuffer y = ByteBuffer.allocateDirect(4);
            ByteBuffer z = ByteBuffer.allocate(10);
            long m = 0;
            while (m < 9) {
                m += s.read(new ByteBuffer[] {x, y, z});
            }
            return n + " " + m + " " + text(x) + "|" + text(y) + "|" + text(z);
        }));
        check("gathered megabytes", () -> channels((c, s) -> {
            ByteBuffer[] parts = new ByteBuffer[20];
            Random random = new Random(5);
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (int i = 0; i < parts.length; i++) {
                byte[] part = new byte[random.nextInt(200_000)];
                random.nextBytes(part);
                digest.update(part);
                parts[i] = i % 2 == 0 ? ByteBuffer.wrap(part) : ByteBuffer.allocateDirect(part.length).put(part).flip();
            }
            String sent = HexFormat.of().formatHex(digest.digest());
            Thread writer = new Thread(() -> {
                try {
                    long left = 0;
                    for (ByteBuffer p : parts) {
                        left += p.remaining();
                    }
                    while (left > 0) {
                        left -= c.write(parts);
                    }
                    c.shutdownOutput();
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            writer.start();
            ByteBuffer in = ByteBuffer.allocate(50_000);
            while (s.read(in) >= 0) {
                digest.update(in.flip());
                in.clear();
            }
            writer.join();
            return sent.equals(HexFormat.of().formatHex(digest.digest()));
        }));
        check("blocking write takes all", () -> channels((c, s) -> {
            CompletableFuture<Integer> got = new CompletableFuture<>();
            new Thread(() -> {
                int total = 0;
                try {
                    ByteBuffer b = ByteBuffer.allocate(65536);
                    for (int n; (n = s.read(b)) >= 0; b.clear()) {
                        total += n;
                    }
                } catch (IOException e) {
                    System.out.println(e);
                }
                got.complete(total);
            }).start();
            int n = c.write(ByteBuffer.allocate(5_000_000));
            c.close();
            return n + " " + got.get();
        }));
        check("nothing there and not to wait", () -> channels((c, s) -> {
            c.configureBlocking(false);
            return c.read(ByteBuffer.allocate(1));
        }));
        check("end", () -> channels((c, s) -> {
            s.close();
            return c.read(ByteBuffer.allocate(1));
        }));
        check("reset", () -> channels((c, s) -> {
            s.setOption(StandardSocketOptions.SO_LINGER, 0).close();
            return c.read(ByteBuffer.allocate(1));
        }));
        check("shut down", () -> channels((c, s) -> {
            c.shutdownOutput();
            int end = s.read(ByteBuffer.allocate(1));
            return end + " " + c.write(bytes("x"));
        }));
        check("not connected", () -> {
            try (SocketChannel c = SocketChannel.open()) {
                return c.write(bytes("x"));
            }
        });
        check("connect pending", () -> {
            try (SocketChannel c = SocketChannel.open()) {
                return c.finishConnect();
            }
        });
        check("socket of a channel", () -> channels((c, s) -> {
            c.socket().getOutputStream().write("adaptor".getBytes());
            s.socket().setSoTimeout(5000);
            return new String(s.socket().getInputStream().readNBytes(7)) + " " + c.socket().getSoLinger();
        }));
        check("time is over on a channel's socket", () -> channels((c, s) -> {
            c.socket().setSoTimeout(30);
            return c.socket().getInputStream().read();
        }));
        check("options", () -> channels((c, s) -> {
            c.setOption(StandardSocketOptions.TCP_NODELAY, true).setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return c.getOption(StandardSocketOptions.TCP_NODELAY) + " " + c.getOption(StandardSocketOptions.SO_KEEPALIVE) + " "
                + c.getOption(StandardSocketOptions.SO_LINGER) + " " + (c.getOption(StandardSocketOptions.SO_SNDBUF) > 0) + " "
                + (c.getOption(StandardSocketOptions.SO_RCVBUF) > 0);
        }));
    }

    private static void selecting() {
        check("echo server with a selector", StreamCase::echo);
        check("ready for everything", () -> channels((c, s) -> {
            try (Selector selector = Selector.open()) {
                c.configureBlocking(false);
                SelectionKey k = c.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                selector.select();
                int before = k.readyOps();
                s.write(bytes("x"));
                while ((k.readyOps() & SelectionKey.OP_READ) == 0) {
                    selector.select(1000);
                }
                int with = k.readyOps();
                c.read(ByteBuffer.allocate(10));
                selector.selectedKeys().clear();
                selector.select();
                int after = k.readyOps();
                s.close();
                k.interestOps(SelectionKey.OP_READ);
                selector.selectedKeys().clear();
                selector.select(5000);
                return before + " " + with + " " + after + " " + k.readyOps() + " " + c.read(ByteBuffer.allocate(1));
            }
        }));
        check("full until read", () -> channels((c, s) -> {
            try (Selector selector = Selector.open()) {
                c.configureBlocking(false);
                long total = 0;
                ByteBuffer b = ByteBuffer.allocate(100_000);
                int quiet = 0;
                while (quiet < 3) {
                    b.clear();
                    int n = c.write(b);
                    total += n;
                    if (n == 0) {
                        quiet++;
                        Thread.sleep(20);
                    }
                }
                SelectionKey k = c.register(selector, SelectionKey.OP_WRITE);
                int full = selector.selectNow();
                ByteBuffer in = ByteBuffer.allocate(1 << 20);
                long got = 0;
                while (got < total) {
                    in.clear();
                    got += s.read(in);
                }
                return (total > 10_000) + " " + full + " " + selector.select(5000) + " " + (got == total) + " " + k.isWritable();
            }
        }));
        check("acceptable", () -> {
            try (ServerSocketChannel l = ServerSocketChannel.open(); Selector selector = Selector.open()) {
                l.bind(new InetSocketAddress(HERE, 0)).configureBlocking(false);
                SocketChannel none = l.accept();
                SelectionKey k = l.register(selector, SelectionKey.OP_ACCEPT);
                int before = selector.selectNow();
                try (SocketChannel c = SocketChannel.open(l.getLocalAddress())) {
                    int after = selector.select(5000);
                    try (SocketChannel s = l.accept()) {
                        return none + " " + before + " " + after + " " + k.isAcceptable() + " " + s.isBlocking();
                    }
                }
            }
        });
    }

    private static Object echo() throws Exception {
        try (Selector selector = Selector.open(); ServerSocketChannel l = ServerSocketChannel.open()) {
            l.bind(new InetSocketAddress(HERE, 0)).configureBlocking(false);
            l.register(selector, SelectionKey.OP_ACCEPT);
            InetSocketAddress at = (InetSocketAddress) l.getLocalAddress();
            int clients = 20;
            CountDownLatch done = new CountDownLatch(clients);
            AtomicReference<Object> wrong = new AtomicReference<>();
            for (int i = 0; i < clients; i++) {
                int id = i;
                new Thread(() -> {
                    try (Socket c = new Socket(at.getAddress(), at.getPort())) {
                        byte[] message = new byte[20_000 + id];
                        Arrays.fill(message, (byte) id);
                        for (int round = 0; round < 5; round++) {
                            c.getOutputStream().write(message);
                            byte[] back = c.getInputStream().readNBytes(message.length);
                            if (!Arrays.equals(back, message)) {
                                wrong.set("client " + id);
                            }
                        }
                    } catch (IOException e) {
                        wrong.set(e);
                    } finally {
                        done.countDown();
                        selector.wakeup();
                    }
                }).start();
            }
            while (done.getCount() > 0) {
                selector.select();
                for (SelectionKey k : selector.selectedKeys()) {
                    if (k.isAcceptable()) {
                        SocketChannel s = l.accept();
                        s.configureBlocking(false);
                        s.register(selector, SelectionKey.OP_READ, ByteBuffer.allocateDirect(8192));
                        continue;
                    }
                    SocketChannel s = (SocketChannel) k.channel();
                    ByteBuffer b = (ByteBuffer) k.attachment();
                    if (k.isReadable() && s.read(b) < 0) {
                        s.close();
                        continue;
                    }
                    b.flip();
                    s.write(b);
                    boolean left = b.hasRemaining();
                    b.compact();
                    k.interestOps(left ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
                }
                selector.selectedKeys().clear();
            }
            return wrong.get();
        }
    }

    private static void asynchronous() {
        check("asynchronous echo", () -> {
            try (AsynchronousServerSocketChannel l = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0));
                AsynchronousSocketChannel c = AsynchronousSocketChannel.open()) {
                var accepted = l.accept();
                c.connect(l.getLocalAddress()).get(5, TimeUnit.SECONDS);
                try (AsynchronousSocketChannel s = accepted.get(5, TimeUnit.SECONDS)) {
                    ByteBuffer in = ByteBuffer.allocate(20);
                    var reading = s.read(in);
                    c.write(bytes("async")).get(5, TimeUnit.SECONDS);
                    int n = reading.get(5, TimeUnit.SECONDS);
                    return n + " " + text(in);
                }
            }
        });
        check("asynchronous refused", () -> {
            try (AsynchronousSocketChannel c = AsynchronousSocketChannel.open()) {
                c.connect(new InetSocketAddress(HERE, unusedPort())).get(5, TimeUnit.SECONDS);
                return "connected";
            } catch (ExecutionException e) {
                return e.getCause();
            }
        });
        check("asynchronous close", () -> {
            try (AsynchronousServerSocketChannel l = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0))) {
                var accepted = l.accept();
                l.close();
                return accepted.get(5, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                return e.getCause();
            }
        });
    }

    private static void http() {
        check("HTTP by URL", () -> {
            try (ServerSocket l = new ServerSocket(0, 5, HERE)) {
                Thread server = new Thread(() -> {
                    try (Socket s = l.accept()) {
                        InputStream in = s.getInputStream();
                        StringBuilder head = new StringBuilder();
                        while (head.indexOf("\r\n\r\n") < 0) {
                            head.append((char) in.read());
                        }
                        String first = head.substring(0, head.indexOf("\r\n"));
                        s.getOutputStream().write(("HTTP/1.1 200 Fine\r\nContent-Type: text/plain\r\nContent-Length: " + first.length()
                            + "\r\nX-Test: yes\r\nConnection: close\r\n\r\n" + first).getBytes());
                    } catch (IOException e) {
                        System.out.println(e);
                    }
                });
                server.start();
                URL url = URI.create("http://127.0.0.1:" + l.getLocalPort() + "/path?query=1").toURL();
                HttpURLConnection c = (HttpURLConnection) url.openConnection();
                String body = new String(c.getInputStream().readAllBytes());
                server.join();
                return c.getResponseCode() + " " + c.getResponseMessage() + " " + c.getHeaderField("X-Test") + " " + c.getContentType() + " "
                    + body;
            }
        });
        check("HTTP refused", () -> URI.create("http://127.0.0.1:" + unusedPort() + "/").toURL().openStream());
        check("HTTP server and client of the JDK", () -> {
            var server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(HERE, 0), 10);
            server.createContext("/echo", exchange -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
                exchange.sendResponseHeaders(201, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            try (var client = java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1).build()) {
                URI at = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/echo");
                StringBuilder seen = new StringBuilder();
                for (int i = 0; i < 3; i++) {
                    var answer = client.send(java.net.http.HttpRequest.newBuilder(at)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("body" + i)).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
                    seen.append(answer.statusCode()).append(answer.headers().firstValue("X-Method").orElse("?")).append(answer.body()).append(' ');
                }
                var missing = client.send(java.net.http.HttpRequest.newBuilder(at.resolve("/none")).build(),
                    java.net.http.HttpResponse.BodyHandlers.discarding());
                return seen + "" + missing.statusCode();
            } finally {
                server.stop(0);
            }
        });
    }

    public static void main(String[] args) {
        opening();
        talking();
        races();
        channelTalk();
        selecting();
        asynchronous();
        http();
        System.exit(0);
    }
}
