import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** Writes a file by way of a mapping and reads it back by calls. Arguments: the file and its size in MiB. */
public class Mapping {
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        int size = Integer.parseInt(args[1]) << 20;
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer m = c.map(MapMode.READ_WRITE, 0, size);
            for (int i = 0; i < size; i += 4) {
                m.putInt(i, i * 31);
            }
            m.force();
            c.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 100);
            System.out.println("seen " + m.getInt(100));
            MappedByteBuffer own = c.map(MapMode.PRIVATE, 0, size);
            own.put(200, (byte) 9);
            System.out.println("own " + own.get(200) + " file " + m.get(200));
        }
        CRC32 sum = new CRC32();
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = new byte[1 << 16];
            int n;
            while ((n = in.read(bytes)) > 0) {
                sum.update(bytes, 0, n);
            }
        }
        System.out.println("size " + Files.size(file) + " crc " + Long.toHexString(sum.getValue()));
    }
}
