import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacUtils;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.codec.language.Soundex;
import org.apache.commons.codec.net.QuotedPrintableCodec;
import org.apache.commons.codec.net.URLCodec;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.FilenameUtils;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.filefilter.SuffixFileFilter;
import org.apache.commons.io.filefilter.TrueFileFilter;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.ReversedLinesFileReader;
import org.apache.commons.io.output.TeeOutputStream;

/** Tables of text, codecs and files by commons-csv, commons-codec and commons-io. */
public final class CsvCase {
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
    enum Column { NAME, AGE }

    public static void main(String[] args) throws Exception {
        String text = "name,age\r\n\"Smith, J\",42\r\n\"a \"\"q\"\"\",7\r\n";
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build();
        check("records", () -> {
            StringBuilder s = new StringBuilder();
            try (CSVParser p = CSVParser.parse(text, format)) {
                for (CSVRecord r : p) {
                    s.append(r.get("name")).append('/').append(r.get(1)).append(' ').append(r.getRecordNumber()).append(';');
                }
            }
            return s;
        });
        check("header", () -> CSVParser.parse(text, format).getHeaderMap());
        check("to map", () -> CSVParser.parse(text, format).getRecords().get(1).toMap());
        check("no column", () -> CSVParser.parse(text, format).getRecords().get(0).get("zip"));
        check("enum header", () -> CSVParser.parse("x,1\n", CSVFormat.DEFAULT.builder().setHeader(Column.class).build()).getRecords().get(0).get(Column.AGE));
        check("bad quote", () -> CSVParser.parse("\"a\"b,c", CSVFormat.DEFAULT).getRecords());
        check("printer", () -> {
            StringWriter w = new StringWriter();
            try (CSVPrinter p = new CSVPrinter(w, CSVFormat.EXCEL)) {
                p.printRecord("a,b", "c\"d", null, 5, "line\nbreak");
                p.printRecords(List.of(List.of(1, 2), List.of(3)));
            }
            return w.toString().replace("\r\n", "|");
        });
        check("tabs", () -> CSVFormat.TDF.format("a", "b\tc", 1));
        check("mysql", () -> CSVFormat.MYSQL.format("a\tb", null));
        check("format", () -> CSVFormat.RFC4180);
        check("hex", () -> Hex.encodeHexString(new byte[] {-1, 16}) + new String(Hex.decodeHex("4142")));
        check("bad hex", () -> Hex.decodeHex("zz"));
        check("base32", () -> new Base32().encodeAsString("codec".getBytes(StandardCharsets.UTF_8)));
        check("digests", () -> DigestUtils.md5Hex("a") + DigestUtils.sha1Hex("a") + DigestUtils.sha512_256Hex("a") + DigestUtils.sha3_256Hex("a"));
        check("hmac", () -> new HmacUtils("HmacSHA256", "key").hmacHex("text"));
        check("crypt", () -> Md5Crypt.md5Crypt("pw".getBytes(), "$1$salt") + Sha2Crypt.sha256Crypt("pw".getBytes(), "$5$salt"));
        check("murmur", () -> MurmurHash3.hash32x86(new byte[] {1, 2, 3, 4, 5}));
        check("sounds", () -> new Soundex().encode("Robert") + new DoubleMetaphone().doubleMetaphone("Thompson"));
        check("urls", () -> new URLCodec().encode("a b&ü") + new QuotedPrintableCodec().encode("ä="));
        File folder = Files.createTempDirectory("csv").toFile();
        check("files", () -> {
            FileUtils.writeStringToFile(new File(folder, "a/b.txt"), "one\ntwo\nthree\n", StandardCharsets.UTF_8);
            FileUtils.copyFile(new File(folder, "a/b.txt"), new File(folder, "c.txt"));
            FileUtils.writeByteArrayToFile(new File(folder, "d.bin"), new byte[2000]);
            return FileUtils.sizeOfDirectory(folder) + " " + FileUtils.byteCountToDisplaySize(2000);
        });
        check("filters", () -> {
            TreeSet<String> names = new TreeSet<>();
            FileUtils.listFiles(folder, new SuffixFileFilter(".txt"), TrueFileFilter.INSTANCE)
                .forEach(f -> names.add(folder.toPath().relativize(f.toPath()).toString()));
            return names;
        });
        check("same", () -> FileUtils.contentEquals(new File(folder, "a/b.txt"), new File(folder, "c.txt")) + " "
            + FileUtils.checksumCRC32(new File(folder, "c.txt")));
        check("backwards", () -> {
            try (ReversedLinesFileReader r = ReversedLinesFileReader.builder().setFile(new File(folder, "c.txt")).get()) {
                return r.readLine() + r.readLine();
            }
        });
        check("delete", () -> {
            FileUtils.deleteDirectory(folder);
            return folder.exists();
        });
        check("missing", () -> FileUtils.readFileToString(new File("/nowhere/at/all"), StandardCharsets.UTF_8));
        check("names", () -> FilenameUtils.getBaseName("/a/b.tar.gz") + FilenameUtils.normalize("/a/../b/./c") + FilenameUtils.wildcardMatch("abc.txt", "a*.t?t"));
        check("streams", () -> {
            java.io.ByteArrayOutputStream a = new java.io.ByteArrayOutputStream();
            java.io.ByteArrayOutputStream b = new java.io.ByteArrayOutputStream();
            IOUtils.copy(new ByteArrayInputStream(new byte[] {65, 66}), new TeeOutputStream(a, b));
            return a.toString() + b + IOUtils.readLines(new StringReader("x\ny")).size();
        });
        check("bom", () -> IOUtils.toString(BOMInputStream.builder().setInputStream(new ByteArrayInputStream(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 65})).get(), StandardCharsets.UTF_8));
    }
}
