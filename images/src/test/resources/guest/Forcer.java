import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes records through a mapping, forces each, and says so; does not end by itself. */
public class Forcer {
    public static void main(String[] args) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096 * 4096);
            for (int record = 0; record < 4096; record++) {
                map.put(record * 4096 + record % 4000, (byte) (record * 11 + 1));
                map.force();
                System.out.println(record);
            }
        }
    }
}
