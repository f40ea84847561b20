package org.sluice.vm.device.share;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

/** The device's error numbers: those of Linux. */
final class ShareErrors {
    static final int ENOENT = 2;
    static final int EIO = 5;
    static final int EBADF = 9;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int EMFILE = 24;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int ENAMETOOLONG = 36;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;

    /** What the JDK passes on as text only. */
    private static final Map<String, Integer> REASONS = Map.of("Is a directory", EISDIR, "Not a directory", ENOTDIR,
        "No space left on device", ENOSPC, "Read-only file system", EROFS, "File name too long", ENAMETOOLONG,
        "Invalid cross-device link", EXDEV, "Directory not empty", ENOTEMPTY, "Invalid argument", EINVAL,
        "File too large", EFBIG, "Too many open files", EMFILE);

    private ShareErrors() {
    }

    /** A refusal with its error number. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        final int errno;

        Refused(int errno) {
            super("error " + errno);
            this.errno = errno;
        }
    }

    static int number(IOException e) {
        if (e instanceof Refused refused) {
            return refused.errno;
        }
        if (e instanceof NoSuchFileException) {
            return ENOENT;
        }
        if (e instanceof FileAlreadyExistsException) {
            return EEXIST;
        }
        if (e instanceof DirectoryNotEmptyException) {
            return ENOTEMPTY;
        }
        if (e instanceof NotDirectoryException) {
            return ENOTDIR;
        }
        if (e instanceof AccessDeniedException) {
            return EACCES;
        }
        if (e instanceof NotLinkException) {
            return EINVAL;
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        if (reason != null && reason.startsWith("Too many levels of symbolic links")) {
            return ELOOP;
        }
        return reason == null ? EIO : REASONS.getOrDefault(reason, EIO);
    }
}
