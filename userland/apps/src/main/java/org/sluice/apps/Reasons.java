package org.sluice.apps;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import org.sluice.abi.Errno;

/** Words the reason of an input or output failure as Unix users know it, without the file's name. */
public final class Reasons {
    private Reasons() {
    }

    /**
     * The reason of a failure.
     *
     * @return for example {@code "No such file or directory"}
     */
    public static String of(IOException failure) {
        int errno = SystemIo.errno(failure);
        if (errno != 0) {
            return Errno.message(errno);
        }
        if (failure instanceof FileNotFoundException) {
            return inBrackets(failure.getMessage());
        }
        if (failure instanceof FileSystemException) {
            return ofFileSystem((FileSystemException) failure);
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** java.io words it as {@code "name (reason)"}. */
    private static String inBrackets(String message) {
        if (message == null) {
            return Errno.message(Errno.ENOENT);
        }
        int open = message.lastIndexOf(" (");
        boolean bracketed = open >= 0 && message.endsWith(")");
        return bracketed ? message.substring(open + 2, message.length() - 1) : message;
    }

    private static String ofFileSystem(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return Errno.message(Errno.ENOENT);
        }
        if (failure instanceof FileAlreadyExistsException) {
            return Errno.message(Errno.EEXIST);
        }
        if (failure instanceof AccessDeniedException) {
            return Errno.message(Errno.EACCES);
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return Errno.message(Errno.ENOTEMPTY);
        }
        if (failure instanceof NotDirectoryException) {
            return Errno.message(Errno.ENOTDIR);
        }
        if (failure instanceof NotLinkException) {
            return Errno.message(Errno.EINVAL);
        }
        if (failure instanceof FileSystemLoopException) {
            return Errno.message(Errno.ELOOP);
        }
        String reason = failure.getReason();
        return reason == null ? Errno.message(Errno.EIO) : reason;
    }
}
