import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.CharsetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Netty's NIO transport: lines, HTTP and datagrams, both ends here. */
public final class NettyCase {
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

    private interface Init {
        void init(SocketChannel c);
    }

    private static ChannelInitializer<SocketChannel> init(Init init) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel c) {
                init.init(c);
            }
        };
    }

    private static final class Queueing<T> extends SimpleChannelInboundHandler<T> {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        Queueing(Class<T> type) {
            super(type);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, T message) {
            seen.add(message instanceof FullHttpResponse r ? r.status() + " " + r.content().toString(CharsetUtil.UTF_8)
                : message instanceof DatagramPacket d ? d.content().toString(CharsetUtil.UTF_8) : message.toString());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("inactive");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            seen.add(cause.getClass().getSimpleName());
            context.close();
        }

        String next() throws InterruptedException {
            return seen.poll(20, TimeUnit.SECONDS);
        }
    }

    public static void main(String[] args) throws Exception {
        EventLoopGroup bosses = new NioEventLoopGroup(1);
        EventLoopGroup workers = new NioEventLoopGroup(2);
        buffers();
        Channel lines = new ServerBootstrap().group(bosses, workers).channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 100).childOption(ChannelOption.TCP_NODELAY, true).childHandler(init(c -> c.pipeline().addLast(
                new LineBasedFrameDecoder(1000), new StringDecoder(), new StringEncoder(), new SimpleChannelInboundHandler<String>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, String line) {
                        if (line.equals("bye")) {
                            context.writeAndFlush("see you\n").addListener(f -> context.close());
                        } else {
                            context.writeAndFlush(line.toUpperCase() + "\n");
                        }
                    }
                }))).bind(HERE, 0).sync().channel();
        InetSocketAddress at = (InetSocketAddress) lines.localAddress();
        Queueing<String> answers = new Queueing<>(String.class);
        Channel client = new Bootstrap().group(workers).channel(NioSocketChannel.class).handler(init(c -> c.pipeline().addLast(
            new LineBasedFrameDecoder(1000), new StringDecoder(), new StringEncoder(), answers))).connect(at).sync().channel();
        check("line", () -> {
            client.writeAndFlush("hello\n").sync();
            return answers.next();
        });
        check("lines in one write", () -> {
            client.writeAndFlush("a\nb\nc\n").sync();
            return answers.next() + answers.next() + answers.next();
        });
        check("a line in pieces", () -> {
            client.writeAndFlush("half ").sync();
            client.writeAndFlush("and half\n").sync();
            return answers.next();
        });
        check("addresses", () -> client.remoteAddress().equals(at) + " " + client.isActive() + " " + client.isWritable());
        check("options", () -> client.config().setOption(ChannelOption.SO_KEEPALIVE, true) + " " + client.config().getOption(ChannelOption.SO_KEEPALIVE)
            + " " + client.config().getOption(ChannelOption.SO_LINGER));
        check("close by the server", () -> {
            client.writeAndFlush("bye\n").sync();
            return answers.next() + " " + answers.next() + " " + client.closeFuture().await(20, TimeUnit.SECONDS) + " " + client.isActive();
        });
        check("write to a closed channel", () -> client.writeAndFlush("x\n").await().cause().getClass().getSimpleName());
        check("refused", () -> {
            InetSocketAddress where;
            try (ServerSocket gone = new ServerSocket(0, 1, HERE)) {
                where = (InetSocketAddress) gone.getLocalSocketAddress();
            }
            ChannelFuture f = new Bootstrap().group(workers).channel(NioSocketChannel.class).handler(init(c -> { })).connect(where).await();
            return f.isSuccess() + " " + f.cause().getMessage().replace(String.valueOf(where.getPort()), "PORT");
        });
        check("address in use", () -> new ServerBootstrap().group(bosses, workers).channel(NioServerSocketChannel.class).childHandler(init(c -> { }))
            .bind(at).await().cause().getMessage());
        check("read timeout", () -> {
            Queueing<String> q = new Queueing<>(String.class);
            Channel c = new Bootstrap().group(workers).channel(NioSocketChannel.class).handler(init(x -> x.pipeline().addLast(
                new ReadTimeoutHandler(100, TimeUnit.MILLISECONDS), q))).connect(at).sync().channel();
            String first = q.next();
            c.closeFuture().await();
            return first + " " + q.next();
        });
        check("megabytes", () -> megabytes(bosses, workers));
        check("fifty clients", () -> {
            AtomicInteger right = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                String word = "client" + i;
                Bootstrap b = new Bootstrap().group(workers).channel(NioSocketChannel.class).handler(init(c -> c.pipeline().addLast(
                    new LineBasedFrameDecoder(1000), new StringDecoder(), new StringEncoder(), new SimpleChannelInboundHandler<String>() {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            context.writeAndFlush(word + "\n");
                        }

                        @Override
                        protected void channelRead0(ChannelHandlerContext context, String line) {
                            if (line.equals(word.toUpperCase())) {
                                right.incrementAndGet();
                            }
                            context.close();
                            done.countDown();
                        }
                    })));
                b.connect(at);
            }
            return done.await(20, TimeUnit.SECONDS) + " " + right;
        });
        http(bosses, workers);
        datagrams(workers);
        check("scheduled", () -> workers.schedule(() -> "done", 20, TimeUnit.MILLISECONDS).get());
        check("shutdown", () -> {
            lines.close().sync();
            bosses.shutdownGracefully(0, 5, TimeUnit.SECONDS);
            workers.shutdownGracefully(0, 5, TimeUnit.SECONDS);
            return bosses.awaitTermination(20, TimeUnit.SECONDS) + " " + workers.awaitTermination(20, TimeUnit.SECONDS);
        });
        System.exit(0);
    }

    private static void buffers() {
        check("pooled direct buffer", () -> {
            ByteBuf b = PooledByteBufAllocator.DEFAULT.directBuffer(256);
            b.writeInt(0x01020304).writeLong(-1).writeShortLE(0x0506).writeBytes("text".getBytes());
            String hex = ByteBufUtil.hexDump(b);
            return hex + " " + b.isDirect() + " " + b.release() + " " + b.refCnt();
        });
        check("slices and composites", () -> {
            ByteBuf a = Unpooled.copiedBuffer("hello ", CharsetUtil.UTF_8);
            ByteBuf all = Unpooled.wrappedBuffer(a, Unpooled.copiedBuffer("world", CharsetUtil.UTF_8));
            return all.toString(CharsetUtil.UTF_8) + " " + all.slice(6, 5).toString(CharsetUtil.UTF_8) + " " + all.indexOf(0, 11, (byte) 'w');
        });
        check("too far", () -> {
            try {
                return Unpooled.buffer(4, 4).writeLong(1);
            } catch (IndexOutOfBoundsException e) {
                // the rest names a class that depends on what the platform has
                return e.getMessage().substring(0, e.getMessage().lastIndexOf(':', e.getMessage().indexOf("(ridx")));
            }
        });
        check("released", () -> {
            ByteBuf b = PooledByteBufAllocator.DEFAULT.buffer();
            b.release();
            return b.readByte();
        });
    }

    private static Object megabytes(EventLoopGroup bosses, EventLoopGroup workers) throws Exception {
        AtomicLong sum = new AtomicLong();
        AtomicLong total = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        Channel sink = new ServerBootstrap().group(bosses, workers).channel(NioServerSocketChannel.class).childHandler(init(c -> c.pipeline()
            .addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ByteBuf b = (ByteBuf) message;
                    total.addAndGet(b.readableBytes());
                    b.forEachByte(x -> {
                        sum.addAndGet(x);
                        return true;
                    });
                    b.release();
                }

                @Override
                public void channelInactive(ChannelHandlerContext context) {
                    ended.countDown();
                }
            }))).bind(HERE, 0).sync().channel();
        Channel source = new Bootstrap().group(workers).channel(NioSocketChannel.class).handler(init(c -> { })).connect(sink.localAddress()).sync()
            .channel();
        ChannelFuture last = null;
        for (int i = 0; i < 64; i++) {
            ByteBuf b = source.alloc().buffer(65536);
            for (int j = 0; j < 16384; j++) {
                b.writeInt(i * j);
            }
            last = source.write(b);
        }
        source.flush();
        last.sync();
        source.close().sync();
        boolean end = ended.await(20, TimeUnit.SECONDS);
        sink.close().sync();
        return end + " " + total + " " + sum;
    }

    private static void http(EventLoopGroup bosses, EventLoopGroup workers) throws Exception {
        Channel server = new ServerBootstrap().group(bosses, workers).channel(NioServerSocketChannel.class).childHandler(init(c -> c.pipeline().addLast(
            new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new SimpleChannelInboundHandler<FullHttpRequest>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
                    ByteBuf content = Unpooled.copiedBuffer(request.method() + " " + request.uri() + " " + request.content().readableBytes(),
                        CharsetUtil.UTF_8);
                    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, request.uri().equals("/missing")
                        ? HttpResponseStatus.NOT_FOUND : HttpResponseStatus.OK, content);
                    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
                    context.writeAndFlush(response);
                }
            }))).bind(HERE, 0).sync().channel();
        Queueing<FullHttpResponse> answers = new Queueing<>(FullHttpResponse.class);
        Channel client = new Bootstrap().group(workers).channel(NioSocketChannel.class).handler(init(c -> c.pipeline().addLast(new HttpClientCodec(),
            new HttpObjectAggregator(1 << 20), answers))).connect(server.localAddress()).sync().channel();
        for (String uri : new String[] {"/a", "/missing", "/b?c=d"}) {
            check("http " + uri, () -> {
                client.writeAndFlush(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri));
                return answers.next();
            });
        }
        check("http post", () -> {
            FullHttpRequest r = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/post", Unpooled.buffer().writeZero(300_000));
            r.headers().set(HttpHeaderNames.CONTENT_LENGTH, 300_000);
            client.writeAndFlush(r);
            return answers.next();
        });
        client.close().sync();
        server.close().sync();
    }

    private static void datagrams(EventLoopGroup workers) throws Exception {
        Queueing<DatagramPacket> seen = new Queueing<>(DatagramPacket.class);
        Channel a = new Bootstrap().group(workers).channel(NioDatagramChannel.class).handler(seen).bind(HERE, 0).sync().channel();
        Channel b = new Bootstrap().group(workers).channel(NioDatagramChannel.class).handler(new Queueing<>(DatagramPacket.class)).bind(HERE, 0).sync()
            .channel();
        check("datagram", () -> {
            b.writeAndFlush(new DatagramPacket(Unpooled.copiedBuffer("datagram", CharsetUtil.UTF_8), (InetSocketAddress) a.localAddress())).sync();
            return seen.next();
        });
        check("datagrams in order", () -> {
            for (int i = 0; i < 10; i++) {
                b.write(new DatagramPacket(Unpooled.copiedBuffer("" + i, CharsetUtil.UTF_8), (InetSocketAddress) a.localAddress()));
            }
            b.flush();
            StringBuilder s = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                s.append(seen.next());
            }
            return s;
        });
        a.close().sync();
        b.close().sync();
    }
}
