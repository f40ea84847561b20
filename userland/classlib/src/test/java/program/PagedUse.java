package program;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Does with direct buffers whatever can be done with them, and prints what came out. */
public final class PagedUse {
    private static final int SIZE = 5 * 4096 + 123;
    private static final int ROUNDS = 4000;
    private static final int[] SIZES = {0, 1, 15, 16, 17, 100, 2048, 2049, 4095, 4096, 4097, 10_000, 70_000};

    private PagedUse() {
    }

    public static void main(String[] args) throws Exception {
        sizes();
        for (int seed = 1; seed <= 3; seed++) {
            anything(seed);
        }
        comparisons();
        overlaps();
        farApart();
        readOnly();
        text();
        sums();
        streams();
        ciphers();
        threads();
        refused();
    }

    private static String hash(ByteBuffer b) {
        byte[] bytes = new byte[b.capacity()];
        b.duplicate().clear().get(bytes);
        return Integer.toHexString(Arrays.hashCode(bytes));
    }

    private static ByteBuffer filled(ByteBuffer b, int seed) {
        byte[] bytes = new byte[b.capacity()];
        new Random(seed).nextBytes(bytes);
        b.duplicate().clear().put(bytes);
        return b;
    }

    private static void sizes() {
        for (int size : SIZES) {
            ByteBuffer b = ByteBuffer.allocateDirect(size);
            long sum = 0;
            for (int i = 0; i < size; i++) {
                sum += b.get(i);
            }
            filled(b, size);
            System.out.println("size " + size + " " + b.isDirect() + " " + b.hasArray() + " " + b.capacity() + " " + sum + " " + hash(b)
                + " " + b + " " + b.order());
        }
        ByteBuffer aligned = ByteBuffer.allocateDirect(1000).alignedSlice(8);
        System.out.println("aligned " + aligned.alignmentOffset(0, 8) + " " + (aligned.capacity() >= 992));
    }

    /** Random operations of all kinds on one buffer and what is made of it. */
    private static void anything(int seed) {
        Random random = new Random(seed);
        ByteBuffer b = filled(ByteBuffer.allocateDirect(SIZE), seed);
        long seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer v = b.duplicate().order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int at = random.nextInt(SIZE - 8);
            if (random.nextInt(3) == 0) {
                at = 4096 * (1 + random.nextInt(4)) - random.nextInt(8); // over a boundary
            }
            long value = random.nextLong();
            switch (random.nextInt(12)) {
                case 0 -> v.put(at, (byte) value);
                case 1 -> v.putShort(at, (short) value);
                case 2 -> v.putChar(at, (char) value);
                case 3 -> v.putInt(at, (int) value);
                case 4 -> v.putLong(at, value);
                case 5 -> v.putFloat(at, (float) random.nextGaussian());
                case 6 -> v.putDouble(at, random.nextGaussian());
                case 7 -> v.position(at).put((byte) value).put((byte) (value >> 8));
                case 8 -> v.position(at).putLong(value);
                case 9 -> views(v, at, random);
                case 10 -> bulk(v, random);
                default -> pieces(v, random);
            }
            seen = seen * 31 + v.get(at) + v.getShort(at) + v.getChar(at) + v.getInt(at) + v.getLong(at)
                + Float.floatToIntBits(v.getFloat(at)) + Double.doubleToLongBits(v.getDouble(at)) + v.position(at).getInt();
            if (round % 1000 == 999) {
                System.out.println("anything " + seed + " " + round + " " + Long.toHexString(seen) + " " + hash(b) + " " + b.hashCode());
            }
        }
    }

    private static void views(ByteBuffer v, int at, Random random) {
        v.position(at & -2 | random.nextInt(2)).limit(Math.min(SIZE, at + 5000));
        long x = random.nextLong();
        int n = random.nextInt(v.remaining() / 8 + 1);
        switch (random.nextInt(6)) {
            case 0 -> {
                ShortBuffer s = v.asShortBuffer();
                short[] a = new short[n];
                s.get(0, a);
                s.put(0, (short) x);
                s.put(a).put(0, s, s.capacity() - n, n);
            }
            case 1 -> {
                CharBuffer s = v.asCharBuffer();
                char[] a = new char[n];
                s.get(0, a);
                s.put(0, (char) x);
                s.put(new String(a), 0, n).put(0, s, s.capacity() - n, n);
            }
            case 2 -> {
                IntBuffer s = v.asIntBuffer();
                int[] a = new int[n];
                s.get(0, a);
                s.put(0, (int) x);
                s.put(a).put(IntBuffer.wrap(a, 0, Math.min(n, s.remaining())));
            }
            case 3 -> {
                LongBuffer s = v.asLongBuffer();
                long[] a = new long[n];
                s.get(0, a);
                s.put(0, x);
                s.put(a).flip().compact();
            }
            case 4 -> {
                FloatBuffer s = v.asFloatBuffer();
                float[] a = new float[n];
                s.get(0, a);
                s.put(0, x);
                s.put(a).put(0, s, s.capacity() - n, n);
            }
            default -> {
                DoubleBuffer s = v.asDoubleBuffer();
                double[] a = new double[n];
                s.get(0, a);
                s.put(0, x);
                s.put(a).put(0, s, s.capacity() - n, n);
                ByteBuffer other = v.duplicate().order(v.order() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN
                    : ByteOrder.BIG_ENDIAN);
                other.asDoubleBuffer().put(v.asDoubleBuffer().slice(0, n)); // swaps in place
            }
        }
        v.clear();
    }

    private static void bulk(ByteBuffer v, Random random) {
        int from = random.nextInt(SIZE);
        int n = random.nextInt(SIZE - from + 1);
        byte[] bytes = new byte[n + 5];
        switch (random.nextInt(4)) {
            case 0 -> v.position(from).get(bytes, 3, n);
            case 1 -> v.get(from, bytes, 0, n);
            case 2 -> {
                random.nextBytes(bytes);
                v.put(from, bytes, 2, n);
            }
            default -> {
                ByteBuffer heap = ByteBuffer.allocate(n);
                heap.put(v.duplicate().position(from).limit(from + n)).flip();
                ByteBuffer direct = ByteBuffer.allocateDirect(n);
                direct.put(heap).flip();
                v.position(SIZE - n).put(direct);
            }
        }
        v.put(0, (byte) Arrays.hashCode(bytes));
    }

    private static void pieces(ByteBuffer v, Random random) {
        int from = random.nextInt(SIZE - 100);
        int n = 50 + random.nextInt(SIZE - from - 50);
        ByteBuffer slice = v.slice(from, n);
        switch (random.nextInt(3)) {
            case 0 -> slice.position(random.nextInt(n)).compact();
            case 1 -> slice.put(0, v, random.nextInt(SIZE - n), n); // overlaps
            default -> slice.position(n / 2).slice().putInt(4, random.nextInt()).duplicate().order(ByteOrder.nativeOrder()).putInt(9, n);
        }
    }

    private static void comparisons() {
        ByteBuffer a = filled(ByteBuffer.allocateDirect(SIZE), 7);
        ByteBuffer heap = filled(ByteBuffer.allocate(SIZE), 7);
        ByteBuffer b = ByteBuffer.allocateDirect(SIZE + 3).position(3).slice();
        b.put(heap.duplicate());
        b.clear();
        System.out.println("equal " + a.equals(b) + a.equals(heap) + heap.equals(a) + " " + a.compareTo(b) + a.compareTo(heap) + " "
            + a.mismatch(b) + a.mismatch(heap) + heap.mismatch(b) + " " + (a.hashCode() == heap.hashCode()));
        for (int at : new int[] {0, 1, 7, 8, 4093, 4095, 4096, 9999, SIZE - 9, SIZE - 1}) {
            b.put(at, (byte) (b.get(at) + 1));
            System.out.println("differ " + a.mismatch(b) + " " + b.mismatch(heap) + " " + Integer.signum(a.compareTo(b)) + " " + a.equals(b)
                + " " + a.asIntBuffer().mismatch(b.asIntBuffer()) + " " + a.asLongBuffer().mismatch(heap.asLongBuffer()) + " "
                + b.asCharBuffer().mismatch(heap.asCharBuffer()) + " " + a.asDoubleBuffer().equals(b.asDoubleBuffer()) + " "
                + Integer.signum(b.asShortBuffer().compareTo(heap.asShortBuffer())));
            b.put(at, (byte) (b.get(at) - 1));
        }
        System.out.println("shorter " + a.mismatch(b.duplicate().limit(5000)) + " " + a.compareTo(b.duplicate().limit(5000)));
    }

    private static void overlaps() {
        for (int distance : new int[] {1, 3, 4095, 4096, 4097, 9000}) {
            ByteBuffer a = filled(ByteBuffer.allocateDirect(SIZE), distance);
            a.put(distance, a.duplicate(), 0, SIZE - distance);
            String up = hash(a);
            a.put(0, a.duplicate(), distance, SIZE - distance);
            IntBuffer ints = a.duplicate().position(distance).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
            ints.put(1, ints.duplicate(), 0, ints.capacity() - 1);
            System.out.println("overlap " + distance + " " + up + " " + hash(a));
        }
    }

    /** Pages whose translations have the same place in the machine's table. */
    private static void farApart() {
        int far = 1 << 24;
        ByteBuffer b = ByteBuffer.allocateDirect(far + 3 * 4096);
        filled(b.slice(0, 10_000), 1);
        b.put(far + 5, b, 5, 10_000);
        b.put(far + 4096 + 7, b, far + 5, 4000);
        LongBuffer swapped = b.slice(far, 8192).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        swapped.put(0, b.slice(0, 8192).asLongBuffer(), 0, 512);
        System.out.println("far " + hash(b.slice(0, 12_000)) + " " + hash(b.slice(far, 12_000)) + " "
            + b.slice(0, 8192).mismatch(b.slice(far, 8192)) + " " + b.slice(8192, 1700).mismatch(b.slice(far + 8192, 1700)));
    }

    private static void attempt(String name, Callable<?> action) {
        try {
            System.out.println(name + " " + action.call());
        } catch (Exception e) {
            System.out.println(name + " " + e.getClass().getName() + " " + e.getMessage());
        }
    }

    private static void readOnly() {
        ByteBuffer b = filled(ByteBuffer.allocateDirect(100), 5);
        ByteBuffer r = b.asReadOnlyBuffer();
        attempt("put", () -> r.put(0, (byte) 1));
        attempt("putInt", () -> r.putInt(0, 1));
        attempt("compact", r::compact);
        attempt("view", () -> r.asIntBuffer().put(0, 1));
        attempt("bulk", () -> r.put(new byte[3]));
        attempt("get", () -> r.getLong(3) + " " + r.asIntBuffer().get(2) + r.isReadOnly() + r.isDirect());
        attempt("index", () -> b.get(100));
        attempt("index", () -> b.get(-1));
        attempt("index", () -> b.getLong(93));
        attempt("underflow", () -> b.position(95).getLong());
        attempt("overflow", () -> {
            try {
                return b.position(95).put(new byte[10]);
            } catch (BufferOverflowException e) {
                return "overflow";
            }
        });
        attempt("array", b::array);
        attempt("negative", () -> ByteBuffer.allocateDirect(-1));
    }

    private static void text() throws Exception {
        String sample = "Straße über Москва 日本語 \ud83d\ude00 plain ascii ".repeat(400);
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16,
            Charset.forName("UTF-32"), StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII, Charset.forName("windows-1252")}) {
            ByteBuffer out = ByteBuffer.allocateDirect(sample.length() * 4 + 10);
            ByteBuffer chars = ByteBuffer.allocateDirect(sample.length() * 2);
            chars.asCharBuffer().put(sample);
            var encoder = charset.newEncoder().onUnmappableCharacter(java.nio.charset.CodingErrorAction.REPLACE);
            System.out.println(encoder.encode(chars.asCharBuffer(), out, true) + " " + encoder.flush(out));
            out.flip();
            ByteBuffer back = ByteBuffer.allocateDirect(sample.length() * 2 + 10);
            CharBuffer text = back.asCharBuffer();
            System.out.println(charset.newDecoder().decode(out.duplicate(), text, true));
            System.out.println(charset + " " + out.remaining() + " " + hash(out) + " " + text.flip().toString().hashCode() + " "
                + charset.decode(out).toString().hashCode());
        }
    }

    private static void sums() {
        ByteBuffer b = filled(ByteBuffer.allocateDirect(SIZE), 3);
        ByteBuffer heap = filled(ByteBuffer.allocate(SIZE), 3);
        for (Checksum sum : new Checksum[] {new CRC32(), new CRC32C(), new Adler32()}) {
            for (int from : new int[] {0, 1, 4090, 4096, SIZE - 1, SIZE}) {
                sum.reset();
                ByteBuffer part = b.duplicate().position(from);
                sum.update(part);
                long direct = sum.getValue();
                sum.reset();
                sum.update(heap.duplicate().position(from));
                System.out.println(sum.getClass().getSimpleName() + " " + Long.toHexString(direct) + " " + (direct == sum.getValue()) + " "
                    + part.remaining());
            }
        }
    }

    private static ByteBuffer buffer(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private static void streams() throws Exception {
        byte[] plain = "to be compressed, and not to be the same again ".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        byte[] noise = new byte[50_000];
        new Random(9).nextBytes(noise);
        System.arraycopy(noise, 0, plain, 60_000, noise.length);
        ByteBuffer dictionary = ByteBuffer.allocateDirect(30).put("not to be the same compressed ".getBytes(StandardCharsets.US_ASCII));
        for (int way = 0; way < 16; way++) {
            Deflater deflater = new Deflater(way % 3 == 0 ? 9 : 5, (way & 4) != 0);
            boolean preset = (way & 8) != 0;
            if (preset) {
                deflater.setDictionary(dictionary.flip());
            }
            deflater.setInput(buffer((way & 1) != 0, plain.length).put(plain).flip());
            deflater.finish();
            ByteBuffer packed = buffer((way & 2) != 0, plain.length);
            while (!deflater.finished()) {
                packed.limit(Math.min(packed.capacity(), packed.position() + 50_001));
                deflater.deflate(packed);
            }
            packed.flip();
            System.out.print("deflated " + way + " " + packed.remaining() + " " + deflater.getBytesRead() + " " + deflater.getTotalOut());
            Inflater inflater = new Inflater((way & 4) != 0);
            inflater.setInput(buffer((way & 2) != 0, packed.remaining()).put(packed).flip());
            if (preset && (way & 4) != 0) {
                inflater.setDictionary(dictionary.duplicate().rewind());
            }
            ByteBuffer out = buffer((way & 1) != 0, plain.length + 10);
            while (!inflater.finished()) {
                out.limit(Math.min(out.capacity(), out.position() + 40_000));
                int n = inflater.inflate(out);
                if (inflater.needsDictionary()) {
                    System.out.print(" dictionary " + n);
                    inflater.setDictionary(dictionary.duplicate().rewind());
                }
            }
            out.flip();
            System.out.println(" " + out.remaining() + " " + out.equals(ByteBuffer.wrap(plain)) + " " + inflater.getRemaining());
            inflater.end();
            deflater.end();
        }
        Inflater broken = new Inflater();
        broken.setInput(filled(ByteBuffer.allocateDirect(100), 1));
        attempt("broken", () -> broken.inflate(ByteBuffer.allocateDirect(100)));
    }

    private static void ciphers() throws Exception {
        SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
        byte[] plain = new byte[20_000];
        new Random(4).nextBytes(plain);
        for (String way : new String[] {"AES/GCM/NoPadding", "AES/CTR/NoPadding", "AES/CBC/PKCS5Padding"}) {
            for (int i = 0; i < 4; i++) {
                var parameters = way.contains("GCM") ? new GCMParameterSpec(128, new byte[12])
                    : new javax.crypto.spec.IvParameterSpec(new byte[16]);
                Cipher cipher = Cipher.getInstance(way);
                cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
                ByteBuffer packed = buffer((i & 1) != 0, plain.length + 64);
                cipher.doFinal(buffer((i & 2) != 0, plain.length).put(plain).flip(), packed);
                packed.flip();
                cipher.init(Cipher.DECRYPT_MODE, key, parameters);
                ByteBuffer out = buffer((i & 2) != 0, plain.length + 64);
                int n = cipher.doFinal(packed.duplicate(), out);
                System.out.println(way + " " + i + " " + packed.hashCode() + " " + n + " " + out.flip().equals(ByteBuffer.wrap(plain)));
                packed.put(30, (byte) (packed.get(30) + 1));
                cipher.init(Cipher.DECRYPT_MODE, key, parameters);
                attempt("tampered", () -> cipher.doFinal(packed.duplicate(), out.clear()) + " " + out.flip().hashCode());
            }
        }
    }

    private static void threads() throws InterruptedException {
        int each = 3 * 4096 + 77;
        int count = 4;
        ByteBuffer all = ByteBuffer.allocateDirect(count * each);
        long[] sums = new long[count];
        Thread[] threads = new Thread[count];
        for (int t = 0; t < count; t++) {
            int number = t;
            threads[t] = new Thread(() -> {
                ByteBuffer mine = all.slice(number * each, each);
                Random random = new Random(number);
                for (int i = 0; i < 5000; i++) {
                    int at = random.nextInt(each - 8);
                    sums[number] = sums[number] * 31 + mine.getLong(at);
                    mine.putLong(at, random.nextLong() + i);
                    if (i % 500 == 0) {
                        mine.put(0, mine.duplicate(), 100, each - 100);
                    }
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println("threads " + Arrays.toString(sums) + " " + hash(all));
    }

    private static void refused() {
        ByteBuffer b = ByteBuffer.allocateDirect(10);
        b = null;
        int made = 0;
        for (int i = 0; i < 300; i++) {
            made += ByteBuffer.allocateDirect(i * 50).capacity() == i * 50 ? 1 : 0;
        }
        System.out.println("made " + made + (b == null));
    }
}
