import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** Archives and compressed streams: bytes, checks and seekable files. */
public final class CompressCase {
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
    private static final byte[] TEXT = "the quick brown fox jumps over the lazy dog. ".repeat(400).getBytes(StandardCharsets.UTF_8);

    private static String sum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return bytes.length + ":" + Long.toHexString(crc.getValue());
    }

    private static byte[] pack(String format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream c = new CompressorStreamFactory().createCompressorOutputStream(format, out)) {
            c.write(TEXT);
        }
        return out.toByteArray();
    }

    public static void main(String[] args) throws Exception {
        for (String format : new String[] {"gz", "bzip2", "xz", "lzma", "deflate", "lz4-framed", "lz4-block", "snappy-framed"}) {
            check("pack " + format, () -> format.equals("gz") ? "" : sum(pack(format)));
            check("unpack " + format, () -> {
                try (InputStream in = new CompressorStreamFactory(true).createCompressorInputStream(format, new ByteArrayInputStream(pack(format)))) {
                    return sum(in.readAllBytes());
                }
            });
        }
        check("detect", () -> CompressorStreamFactory.detect(new ByteArrayInputStream(pack("bzip2"))));
        check("no format", () -> new CompressorStreamFactory().createCompressorInputStream("nonsense", InputStream.nullInputStream()));
        check("cut short", () -> {
            byte[] packed = pack("xz");
            return new XZInputStream(new ByteArrayInputStream(packed, 0, packed.length / 2)).readAllBytes().length;
        });
        check("damaged", () -> {
            byte[] packed = pack("bzip2");
            packed[packed.length / 2] ^= 0x55;
            return new CompressorStreamFactory().createCompressorInputStream("bzip2", new ByteArrayInputStream(packed)).readAllBytes().length;
        });
        check("xz levels", () -> {
            StringBuilder sizes = new StringBuilder();
            for (int level : new int[] {0, 3}) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(level))) {
                    xz.write(TEXT);
                }
                sizes.append(sum(out.toByteArray())).append(' ');
            }
            return sizes;
        });
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        check("tar", () -> {
            try (TarArchiveOutputStream t = new TarArchiveOutputStream(tar)) {
                t.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                for (String name : new String[] {"a.txt", "d/" + "n".repeat(120) + ".txt"}) {
                    TarArchiveEntry e = new TarArchiveEntry(name);
                    e.setSize(5);
                    e.setModTime(0L);
                    e.setUserId(7);
                    t.putArchiveEntry(e);
                    t.write("12345".getBytes());
                    t.closeArchiveEntry();
                }
            }
            return tar.size() % 512;
        });
        check("tar list", () -> {
            StringBuilder names = new StringBuilder();
            try (ArchiveInputStream<? extends ArchiveEntry> in = new ArchiveStreamFactory().createArchiveInputStream(new ByteArrayInputStream(tar.toByteArray()))) {
                for (ArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                    names.append(e.getName().length()).append(' ').append(new String(in.readAllBytes())).append(' ').append(e.getLastModifiedDate().getTime()).append(' ');
                }
            }
            return names;
        });
        Path zip = Files.createTempFile("case", ".zip");
        check("zip", () -> {
            try (ZipArchiveOutputStream z = new ZipArchiveOutputStream(zip)) {
                ZipArchiveEntry e = new ZipArchiveEntry("größe.txt");
                e.setTime(0);
                z.putArchiveEntry(e);
                z.write(TEXT);
                z.closeArchiveEntry();
                z.setComment("note");
            }
            return Files.size(zip) > 100;
        });
        check("zip read", () -> {
            try (ZipFile z = ZipFile.builder().setPath(zip).get()) {
                ZipArchiveEntry e = z.getEntries().nextElement();
                return e.getName() + " " + e.getMethod() + " " + e.getCompressedSize() + " " + sum(z.getInputStream(e).readAllBytes());
            }
        });
        check("zip by the JDK", () -> {
            try (java.util.zip.ZipFile z = new java.util.zip.ZipFile(zip.toFile())) {
                return z.getComment() + " " + z.entries().nextElement().getName() + " " + z.size();
            }
        });
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        check("7z", () -> {
            try (SevenZOutputFile z = new SevenZOutputFile(channel)) {
                var e = new org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry();
                e.setName("x");
                z.putArchiveEntry(e);
                z.write(TEXT);
                z.closeArchiveEntry();
            }
            return channel.size() > 0;
        });
        check("7z read", () -> {
            try (SevenZFile z = SevenZFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(java.util.Arrays.copyOf(channel.array(), (int) channel.size()))).get()) {
                return z.getNextEntry().getName() + " " + sum(z.getInputStream(z.getEntries().iterator().next()).readAllBytes());
            }
        });
        Files.delete(zip);
    }
}
