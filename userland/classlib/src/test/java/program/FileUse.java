package program;

import java.io.BufferedWriter;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Uses files in all the ways programs do, below the directory given. */
public final class FileUse {
    private interface Body {
        Object run() throws Exception;
    }

    private FileUse() {
    }

    private static void check(String name, Body body) {
        try {
            System.out.println(name + " = " + body.run());
        } catch (Exception e) {
            System.out.println(name + " threw " + e.getClass().getName());
        }
    }

    /** Runs all checks. */
    public static void main(String[] args) throws IOException {
        Path base = Path.of(args[0]);
        File dir = new File(args[0]);
        check("createDirectories", () -> Files.isDirectory(Files.createDirectories(base.resolve("a/b/c"))));
        check("writeString", () -> Files.size(Files.writeString(base.resolve("a/x.txt"), "one\ntwo \u20ac\n")));
        check("readString", () -> Files.readString(base.resolve("a/x.txt")).length());
        check("readAllLines", () -> Files.readAllLines(base.resolve("a/x.txt")));
        check("lines", () -> {
            try (Stream<String> lines = Files.lines(base.resolve("a/x.txt"))) {
                return lines.count();
            }
        });
        check("append", () -> {
            Files.writeString(base.resolve("a/x.txt"), "three", StandardOpenOption.APPEND);
            return Files.readAllBytes(base.resolve("a/x.txt")).length;
        });
        check("createNewFails", () -> Files.writeString(base.resolve("a/x.txt"), "", StandardOpenOption.CREATE_NEW));
        check("missing", () -> Files.readString(base.resolve("nowhere")));
        check("copy", () -> Files.readString(Files.copy(base.resolve("a/x.txt"), base.resolve("a/y.txt"))).length());
        check("copyReplace", () -> Files.exists(Files.copy(base.resolve("a/x.txt"), base.resolve("a/y.txt"),
            StandardCopyOption.REPLACE_EXISTING)));
        check("move", () -> Files.exists(Files.move(base.resolve("a/y.txt"), base.resolve("a/b/z.txt"))) + " "
            + Files.exists(base.resolve("a/y.txt")));
        check("walk", () -> {
            try (Stream<Path> all = Files.walk(base.resolve("a"))) {
                return all.map(p -> base.relativize(p).toString()).sorted().collect(Collectors.joining(","));
            }
        });
        check("visitor", () -> {
            List<String> seen = new ArrayList<>();
            Files.walkFileTree(base, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    seen.add(file.getFileName() + ":" + attributes.size());
                    return FileVisitResult.CONTINUE;
                }
            });
            seen.sort(null);
            return seen;
        });
        check("directoryStream", () -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(base.resolve("a"), "*.txt")) {
                entries.forEach(p -> names.add(p.getFileName().toString()));
            }
            return names;
        });
        check("channel", () -> {
            try (FileChannel c = FileChannel.open(base.resolve("c.bin"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
                c.write(ByteBuffer.wrap("hello world".getBytes()));
                c.write(ByteBuffer.wrap("J".getBytes()), 0);
                c.position(6);
                ByteBuffer b = ByteBuffer.allocate(5);
                c.read(b);
                c.truncate(5);
                return new String(b.array()) + c.size() + c.position();
            }
        });
        check("transfer", () -> {
            try (FileChannel from = FileChannel.open(base.resolve("c.bin"));
                FileChannel to = FileChannel.open(base.resolve("d.bin"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                return from.transferTo(1, 4, to);
            }
        });
        check("attributes", () -> {
            Files.setLastModifiedTime(base.resolve("c.bin"), FileTime.fromMillis(1_000_000_000_000L));
            BasicFileAttributes a = Files.readAttributes(base.resolve("c.bin"), BasicFileAttributes.class);
            return a.size() + " " + a.isRegularFile() + " " + a.lastModifiedTime().toMillis();
        });
        check("permissions", () -> {
            Files.setPosixFilePermissions(base.resolve("c.bin"), PosixFilePermissions.fromString("rw-r-----"));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("c.bin")));
        });
        check("symbolicLink", () -> {
            Path link = Files.createSymbolicLink(base.resolve("link"), Path.of("a/x.txt"));
            return Files.readSymbolicLink(link) + " " + Files.isSymbolicLink(link) + " " + Files.size(link) + " "
                + base.toRealPath().relativize(link.toRealPath());
        });
        check("temporary", () -> {
            Path t = Files.createTempFile(base, "pre", ".tmp");
            return t.getFileName().toString().startsWith("pre") + " " + Files.deleteIfExists(t) + " " + Files.deleteIfExists(t);
        });
        check("deleteFull", () -> {
            Files.delete(base.resolve("a"));
            return "deleted";
        });
        check("fileStreams", () -> {
            try (FileOutputStream out = new FileOutputStream(new File(dir, "s.bin"))) {
                out.write(new byte[] {1, 2, 3, 4});
                out.write(5);
            }
            try (FileOutputStream out = new FileOutputStream(new File(dir, "s.bin"), true)) {
                out.write(6);
            }
            try (FileInputStream in = new FileInputStream(new File(dir, "s.bin"))) {
                return in.read() + " " + in.available() + " " + in.skip(2) + " " + Arrays.toString(in.readAllBytes()) + in.read();
            }
        });
        check("fileNotFound", () -> new FileInputStream(new File(dir, "none")));
        check("directoryAsFile", () -> new FileInputStream(dir));
        check("randomAccess", () -> {
            try (RandomAccessFile f = new RandomAccessFile(new File(dir, "r.bin"), "rw")) {
                f.writeInt(7);
                f.writeUTF("x");
                f.seek(0);
                int n = f.readInt();
                f.setLength(100);
                return n + f.readUTF() + f.length() + " " + f.getFilePointer();
            }
        });
        check("reader", () -> {
            try (BufferedWriter w = Files.newBufferedWriter(base.resolve("w.txt"), StandardCharsets.ISO_8859_1)) {
                w.write("\u00e9");
            }
            try (FileReader r = new FileReader(new File(dir, "w.txt"), StandardCharsets.ISO_8859_1)) {
                return r.read();
            }
        });
        check("file", () -> {
            File f = new File(dir, "new");
            String[] names = new File(dir, "a").list();
            Arrays.sort(names);
            return f.createNewFile() + " " + f.createNewFile() + f.length() + f.isFile() + f.canRead() + f.renameTo(new File(dir,
                "newer")) + new File(dir, "newer").delete() + new File(dir, "made").mkdir() + Arrays.toString(names);
        });
        check("canonical", () -> new File(dir, "a/../link").getCanonicalPath().endsWith("a/x.txt"));
        check("zipFile", () -> {
            try (ZipOutputStream z = new ZipOutputStream(Files.newOutputStream(base.resolve("z.zip")))) {
                z.putNextEntry(new ZipEntry("e.txt"));
                z.write("entry".getBytes());
            }
            try (ZipFile z = new ZipFile(new File(dir, "z.zip"))) {
                return new String(z.getInputStream(z.getEntry("e.txt")).readAllBytes()) + z.size();
            }
        });
    }
}
