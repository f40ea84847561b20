import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Jedis, without its pool, which is built on management beans, against a server of a part of RESP that is written here. */
public final class RedisCase {
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

    /** Strings, hashes and lists; a thread for each connection. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        private final Thread acceptor;
        private final Map<String, String> strings = new ConcurrentHashMap<>();
        private final Map<String, Map<String, String>> hashes = new ConcurrentHashMap<>();
        private final Map<String, Deque<String>> lists = new ConcurrentHashMap<>();

        Server() throws IOException {
            acceptor = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        Socket s = listener.accept();
                        Thread.ofVirtual().start(() -> serve(s));
                    }
                } catch (IOException e) {
                    // closed
                    return;
                }
            });
        }

        private void serve(Socket s) {
            try (s) {
                InputStream in = new BufferedInputStream(s.getInputStream());
                OutputStream out = new BufferedOutputStream(s.getOutputStream());
                List<List<String>> queued = null;
                while (true) {
                    List<String> command = read(in);
                    String name = command.getFirst().toUpperCase();
                    if (name.equals("MULTI")) {
                        queued = new ArrayList<>();
                        out.write("+OK\r\n".getBytes());
                    } else if (name.equals("EXEC")) {
                        out.write(("*" + queued.size() + "\r\n").getBytes());
                        for (List<String> c : queued) {
                            out.write(answer(c).getBytes(StandardCharsets.UTF_8));
                        }
                        queued = null;
                    } else if (queued != null) {
                        queued.add(command);
                        out.write("+QUEUED\r\n".getBytes());
                    } else {
                        out.write(answer(command).getBytes(StandardCharsets.UTF_8));
                    }
                    if (in.available() == 0) {
                        out.flush();
                    }
                    if (name.equals("QUIT")) {
                        out.flush();
                        return;
                    }
                }
            } catch (IOException e) {
                // the client is gone
                return;
            }
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder s = new StringBuilder();
            int c;
            while ((c = in.read()) != '\r') {
                if (c < 0) {
                    throw new EOFException();
                }
                s.append((char) c);
            }
            in.read();
            return s.toString();
        }

        private static List<String> read(InputStream in) throws IOException {
            int count = Integer.parseInt(line(in).substring(1));
            List<String> words = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] bytes = in.readNBytes(Integer.parseInt(line(in).substring(1)));
                in.readNBytes(2);
                words.add(new String(bytes, StandardCharsets.UTF_8));
            }
            return words;
        }

        private static String bulk(String s) {
            return s == null ? "$-1\r\n" : "$" + s.getBytes(StandardCharsets.UTF_8).length + "\r\n" + s + "\r\n";
        }

        private static String array(Iterable<String> all) {
            StringBuilder text = new StringBuilder();
            int n = 0;
            for (String s : all) {
                text.append(bulk(s));
                n++;
            }
            return "*" + n + "\r\n" + text;
        }

        private synchronized String answer(List<String> c) {
            String key = c.size() > 1 ? c.get(1) : null;
            switch (c.getFirst().toUpperCase()) {
                case "PING":
                    return key == null ? "+PONG\r\n" : bulk(key);
                case "ECHO":
                    return bulk(key);
                case "SET":
                    strings.put(key, c.get(2));
                    return "+OK\r\n";
                case "GET":
                    return bulk(strings.get(key));
                case "DEL":
                    return ":" + (strings.remove(key) != null ? 1 : 0) + "\r\n";
                case "EXISTS":
                    return ":" + (strings.containsKey(key) ? 1 : 0) + "\r\n";
                case "INCR":
                    try {
                        long n = Long.parseLong(strings.getOrDefault(key, "0")) + 1;
                        strings.put(key, "" + n);
                        return ":" + n + "\r\n";
                    } catch (NumberFormatException e) {
                        return "-ERR value is not an integer or out of range\r\n";
                    }
                case "MGET":
                    return array(c.subList(1, c.size()).stream().map(strings::get).toList());
                case "HSET":
                    hashes.computeIfAbsent(key, k -> new HashMap<>()).put(c.get(2), c.get(3));
                    return ":1\r\n";
                case "HGETALL":
                    List<String> flat = new ArrayList<>();
                    hashes.getOrDefault(key, Map.of()).forEach((k, v) -> flat.addAll(List.of(k, v)));
                    return array(flat);
                case "RPUSH":
                    Deque<String> list = lists.computeIfAbsent(key, k -> new ArrayDeque<>());
                    list.addAll(c.subList(2, c.size()));
                    return ":" + list.size() + "\r\n";
                case "LPOP":
                    return bulk(lists.getOrDefault(key, new ArrayDeque<>()).poll());
                case "LRANGE":
                    return array(lists.getOrDefault(key, new ArrayDeque<>()));
                case "KEYS":
                    return array(new TreeSet<>(strings.keySet()));
                case "CLIENT", "SELECT", "QUIT":
                    return "+OK\r\n";
                default:
                    return "-ERR unknown command '" + c.getFirst() + "'\r\n";
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            try {
                // until it has left accept, the port may still take connections
                acceptor.join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        int port = server.listener.getLocalPort();
        try (Jedis jedis = new Jedis("127.0.0.1", port, 20_000)) {
            check("ping", jedis::ping);
            check("echo", () -> jedis.echo("grüße"));
            check("set", () -> jedis.set("k", "v"));
            check("get", () -> jedis.get("k"));
            check("get nothing", () -> jedis.get("none"));
            check("exists", () -> jedis.exists("k") + " " + jedis.exists("none"));
            check("delete", () -> jedis.del("k") + " " + jedis.del("k"));
            check("increment", () -> jedis.incr("n") + " " + jedis.incr("n"));
            check("increment of a word", () -> {
                jedis.set("w", "word");
                return jedis.incr("w");
            });
            check("several", () -> {
                jedis.set("a", "1");
                return jedis.mget("a", "none", "w");
            });
            check("hash", () -> {
                jedis.hset("h", "f", "1");
                jedis.hset("h", "g", "2");
                return new TreeMap<>(jedis.hgetAll("h"));
            });
            check("list", () -> jedis.rpush("l", "x", "y", "z") + " " + jedis.lpop("l") + " " + jedis.lrange("l", 0, -1));
            check("keys", () -> new TreeSet<>(jedis.keys("*")));
            check("bytes", () -> {
                jedis.set("b".getBytes(), "bytes".getBytes());
                return new String(jedis.get("b".getBytes()));
            });
            check("large", () -> {
                jedis.set("large", "x".repeat(1_000_000));
                return jedis.get("large").length();
            });
            check("pipeline", () -> {
                Pipeline p = jedis.pipelined();
                List<Response<Long>> all = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    all.add(p.incr("pipe"));
                }
                p.sync();
                return all.getFirst().get() + " " + all.getLast().get();
            });
            check("transaction", () -> {
                Transaction t = jedis.multi();
                t.set("t", "1");
                t.incr("t");
                Response<String> got = t.get("t");
                return t.exec() + " " + got.get();
            });
            check("unknown command", () -> jedis.sendCommand(() -> "NONSENSE".getBytes()));
            check("connected", jedis::isConnected);
        }
        check("sixteen clients at once", () -> {
            CountDownLatch done = new CountDownLatch(16);
            for (int i = 0; i < 16; i++) {
                Thread.ofVirtual().start(() -> {
                    try (Jedis each = new Jedis("127.0.0.1", port, 20_000)) {
                        for (int j = 0; j < 20; j++) {
                            each.incr("shared");
                        }
                    }
                    done.countDown();
                });
            }
            done.await();
            try (Jedis each = new Jedis("127.0.0.1", port)) {
                return each.get("shared");
            }
        });
        server.close();
        check("nobody there", () -> {
            try (Jedis j = new Jedis("127.0.0.1", port)) {
                return j.ping();
            } catch (redis.clients.jedis.exceptions.JedisConnectionException e) {
                return e.getMessage().replace(String.valueOf(port), "PORT");
            }
        });
        System.exit(0);
    }
}
