package program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;

/** Maps files in every way, and prints what came of it. The argument is a directory. */
public final class MappedUse {
    private static final int SIZE = 4 * 4096 + 1000;

    private MappedUse() {
    }

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        reading(dir.resolve("read"));
        writing(dir.resolve("write"));
        privately(dir.resolve("private"));
        edges(dir.resolve("edges"));
        offsets(dir.resolve("offsets"));
        sharing(dir.resolve("sharing"));
        transfers(dir);
        lines(dir.resolve("lines"));
    }

    private static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void attempt(String name, Callable<?> action) {
        try {
            System.out.println(name + " " + action.call());
        } catch (Exception e) {
            System.out.println(name + " " + e.getClass().getName() + " " + e.getMessage());
        }
    }

    private static void reading(Path file) throws IOException {
        Files.write(file, noise(1, SIZE));
        MappedByteBuffer kept;
        try (FileChannel c = FileChannel.open(file)) {
            MappedByteBuffer m = c.map(MapMode.READ_ONLY, 0, c.size());
            System.out.println(m + " " + m.isDirect() + m.isReadOnly() + m.hasArray() + " " + m.order() + " " + m.hashCode());
            System.out.println(m.load() == m);
            attempt("put", () -> m.put(0, (byte) 1));
            attempt("index", () -> m.get(SIZE));
            attempt("write mode", () -> c.map(MapMode.READ_WRITE, 0, 10));
            attempt("private mode", () -> c.map(MapMode.PRIVATE, 0, 10));
            attempt("beyond the end", () -> c.map(MapMode.READ_ONLY, 0, SIZE + 1));
            m.force();
            kept = m.slice(4090, 20);
        }
        System.out.println("after close " + kept.getLong(2) + " " + kept.order(ByteOrder.LITTLE_ENDIAN).getInt(7));
    }

    private static void writing(Path file) throws IOException {
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer m = c.map(MapMode.READ_WRITE, 100, SIZE);
            System.out.println("extended to " + c.size() + " " + m.get(0) + m.getLong(SIZE - 8));
            m.put(noise(2, SIZE));
            m.putLong(4096 - 103, 0x0123456789abcdefL);
            m.force();
            System.out.println("forced " + Arrays.hashCode(Files.readAllBytes(file)));
            m.put(5000, (byte) 77);
            m.force(4990, 20);
            ByteBuffer read = ByteBuffer.allocate(30);
            c.read(read, 5095);
            System.out.println("read back " + Arrays.toString(read.array()));
            attempt("force outside", () -> m.force(SIZE, 1));
            c.write(ByteBuffer.wrap("written beside".getBytes(StandardCharsets.US_ASCII)), 110);
            byte[] seen = new byte[14];
            m.get(10, seen);
            System.out.println("seen " + new String(seen, StandardCharsets.US_ASCII));
            m.slice(20, 500).position(100).compact().force();
            m.asReadOnlyBuffer();
        }
        System.out.println("file " + Arrays.hashCode(Files.readAllBytes(file)));
    }

    private static void privately(Path file) throws IOException {
        byte[] before = noise(3, SIZE);
        Files.write(file, before);
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer m = c.map(MapMode.PRIVATE, 0, SIZE);
            MappedByteBuffer other = c.map(MapMode.PRIVATE, 0, SIZE);
            System.out.println("private " + m.hashCode() + m.isReadOnly());
            m.put(10, (byte) (m.get(10) + 1)).putInt(8190, 42);
            m.force();
            System.out.println("mine " + m.hashCode() + " other " + other.hashCode());
        }
        System.out.println("unchanged " + Arrays.equals(before, Files.readAllBytes(file)));
    }

    private static void edges(Path file) throws IOException {
        Files.write(file, noise(4, 100));
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer empty = c.map(MapMode.READ_WRITE, 0, 0);
            System.out.println("empty " + empty + empty.isReadOnly() + empty.isLoaded() + (empty.load() == empty) + (empty.force() == empty));
            System.out.println("empty " + c.map(MapMode.READ_ONLY, 50, 0) + c.map(MapMode.READ_ONLY, 100, 0).isReadOnly());
            attempt("get", () -> empty.get(0));
            attempt("negative", () -> c.map(MapMode.READ_ONLY, -1, 5));
            attempt("negative", () -> c.map(MapMode.READ_ONLY, 0, -5));
            attempt("long", () -> c.map(MapMode.READ_ONLY, 0, 1L + Integer.MAX_VALUE));
            attempt("overflow", () -> c.map(MapMode.READ_ONLY, Long.MAX_VALUE, 5));
            attempt("mode", () -> c.map(null, 0, 5));
            MappedByteBuffer tail = c.map(MapMode.READ_ONLY, 99, 1);
            System.out.println("tail " + tail.get(0) + " " + tail.capacity());
        }
        attempt("closed", () -> {
            FileChannel c = FileChannel.open(file);
            c.close();
            return c.map(MapMode.READ_ONLY, 0, 1);
        });
        attempt("write only", () -> {
            try (FileChannel c = FileChannel.open(file, StandardOpenOption.WRITE)) {
                return c.map(MapMode.READ_WRITE, 0, 1);
            }
        });
    }

    private static void offsets(Path file) throws IOException {
        Files.write(file, noise(5, SIZE));
        try (FileChannel c = FileChannel.open(file)) {
            for (int from : new int[] {0, 1, 4095, 4096, 4097, 8191, SIZE - 1}) {
                MappedByteBuffer m = c.map(MapMode.READ_ONLY, from, Math.min(5000, SIZE - from));
                System.out.println("offset " + from + " " + m.hashCode() + " " + m.alignmentOffset(0, 8));
            }
        }
    }

    /** Two mappings of a file show the same. */
    private static void sharing(Path file) throws IOException {
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileChannel d = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer one = c.map(MapMode.READ_WRITE, 0, SIZE);
            MappedByteBuffer two = d.map(MapMode.READ_ONLY, 0, SIZE);
            Random random = new Random(6);
            int wrong = 0;
            for (int i = 0; i < 2000; i++) {
                int at = random.nextInt(SIZE - 8);
                one.putLong(at, random.nextLong());
                wrong += one.getLong(at) == two.getLong(at) ? 0 : 1;
            }
            one.put(0, two, 4000, 9000);
            System.out.println("shared " + wrong + " " + one.mismatch(two) + " " + one.equals(two) + " " + two.hashCode());
        }
    }

    private static void transfers(Path dir) throws IOException {
        Path from = dir.resolve("from");
        Path to = dir.resolve("to");
        Files.write(from, noise(7, 100_000));
        try (FileChannel a = FileChannel.open(from);
            FileChannel b = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            System.out.println("to " + a.transferTo(10, 90_000, b) + " from " + b.transferFrom(a.position(5), 50, 60_000));
            ByteBuffer[] parts = {ByteBuffer.allocateDirect(5000), ByteBuffer.allocate(7), ByteBuffer.allocateDirect(9000)};
            long n = b.position(3).read(parts);
            for (ByteBuffer p : parts) {
                p.flip();
            }
            System.out.println("gathered " + n + " " + b.position(200).write(parts) + " " + b.size());
        }
        System.out.println("target " + Arrays.hashCode(Files.readAllBytes(to)));
        Files.copy(from, dir.resolve("copy"));
        System.out.println("copy " + Files.mismatch(from, dir.resolve("copy")));
    }

    /** A stream of lines maps the file to split it. */
    private static void lines(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append("line ").append(i).append('\n');
        }
        Files.writeString(file, text);
        try (var lines = Files.lines(file)) {
            System.out.println("lines " + lines.parallel().mapToInt(String::hashCode).sum());
        }
    }
}
