package program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.DosFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/** Needs more direct and mapped memory than there is, but never at once. The argument is a directory. */
public final class Buffers {
    private static final int PAGES_10 = 10 * 4096;

    private Buffers() {
    }

    public static void main(String[] args) throws Exception {
        List<ByteBuffer> kept = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            kept.add(ByteBuffer.allocateDirect(100 * (i + 1)).putInt(0, i));
        }
        int made = 0;
        for (int i = 0; i < 200; i++) {
            ByteBuffer b = ByteBuffer.allocateDirect(i % 2 == 0 ? PAGES_10 : 3 * 4096);
            made += b.get(5) == 0 ? 1 : 0;
            b.put(5, (byte) 1);
        }
        int right = 0;
        for (int i = 0; i < 8; i++) {
            right += kept.get(i).getInt(0) == i && kept.get(i).getInt(4) == 0 ? 1 : 0;
        }
        System.out.println(right + " buffers kept, " + made + " made");
        try {
            ByteBuffer.allocateDirect(1 << 20);
        } catch (OutOfMemoryError e) {
            System.out.println(e.getClass().getName() + " " + e.getMessage());
        }
        System.out.println("again " + ByteBuffer.allocateDirect(PAGES_10).capacity());
        mapped(Path.of(args[0], "file"));
        inside(Path.of(args[0], "file"));
        sun.misc.Unsafe unsafe = unsafe();
        ByteBuffer b = ByteBuffer.allocateDirect(PAGES_10);
        unsafe.invokeCleaner(b);
        try {
            b.get(0);
            System.out.println("still there");
        } catch (InternalError e) {
            System.out.println("cleaned");
        }
    }

    private static void mapped(Path file) throws IOException {
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int count = 0;
            for (int i = 0; i < 100; i++) {
                MappedByteBuffer m = c.map(MapMode.PRIVATE, 0, PAGES_10);
                count += m.get(i) == 0 ? 1 : 0;
                m.put(i, (byte) 1);
            }
            System.out.println(count + " mappings");
            try {
                c.map(MapMode.PRIVATE, 0, 1 << 20);
            } catch (IOException e) {
                System.out.println(e.getClass().getName() + " " + e.getMessage() + " " + e.getCause().getClass().getName());
            }
        }
    }

    /** What the library keeps in memory of its own. */
    private static void inside(Path file) {
        try {
            Files.getFileAttributeView(file, DosFileAttributeView.class).setReadOnly(true);
            System.out.println("attributes");
        } catch (IOException e) {
            System.out.println("no attributes");
        }
    }

    private static sun.misc.Unsafe unsafe() throws ReflectiveOperationException {
        var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (sun.misc.Unsafe) field.get(null);
    }
}
