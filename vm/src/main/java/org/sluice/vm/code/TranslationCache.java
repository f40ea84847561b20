package org.sluice.vm.code;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Translated program classes by the digest of the original bytes. Classes of the system's own programs were translated at
 * image build and stand in the archive; others are kept in memory up to a limit, the longest unused leaving first.
 *
 * <p>Thread-safe; only short map operations are done under the lock.
 */
public final class TranslationCache {
    /** Where the archive keeps translated classes of system programs. */
    static final String ARCHIVED = "META-INF/sluice/translated/";

    private final ClassArchive archive;
    private final Translator translator;
    private final Map<String, byte[]> kept;
    private final long limit;
    private long bytes;
    private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();

    /** @param limit how many bytes of translated classes to keep */
    public TranslationCache(ClassArchive archive, long limit) {
        this.archive = archive;
        this.translator = new Translator(archive.index());
        this.limit = limit;
        this.kept = new LinkedHashMap<>(64, 0.75f, true);
    }

    /**
     * The translation of a program's class.
     *
     * @throws LinkageError      as {@link Translator#guest}
     * @throws SecurityException as {@link Translator#guest}
     */
    public byte[] translated(byte[] classFile) {
        String digest = digest(classFile);
        byte[] found = archive.find(ARCHIVED + digest);
        if (found != null) {
            return found;
        }
        lock.lock();
        try {
            found = kept.get(digest);
        } finally {
            lock.unlock();
        }
        if (found != null) {
            return found;
        }
        byte[] made = translator.guest(classFile);
        lock.lock();
        try {
            if (kept.put(digest, made) == null) {
                bytes += made.length;
            }
            var oldest = kept.entrySet().iterator();
            while (bytes > limit && oldest.hasNext()) {
                bytes -= oldest.next().getValue().length;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
        return made;
    }

    /** The name of the archive's entry for the translation of a class of a system program. */
    public static String archivedName(byte[] classFile) {
        return ARCHIVED + digest(classFile);
    }

    private static String digest(byte[] classFile) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(classFile));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of translated classes held in memory now. */
    public long size() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
