package org.sluice.apps.net.tftp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Reasons;

/** The files that a server lends, and takes if it may. No name leads out of the folder. */
final class TftpFolder {
    private final Io io;
    private final String root;
    private final Path realRoot;
    private final boolean writable;

    /** A refusal. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refused(int code, String sentence) {
            super(sentence, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** @throws Failure if it is no folder */
    TftpFolder(Io io, String root, boolean writable) {
        this.io = io;
        this.root = root.endsWith("/") ? root : root + "/";
        this.writable = writable;
        try {
            if ((io.stat(root, true)[FileFlags.ST_MODE] & FileFlags.S_IFMT) != FileFlags.S_IFDIR) {
                throw new Failure(1, root + ": " + Errno.message(Errno.ENOTDIR));
            }
            realRoot = io.path(root).toRealPath();
        } catch (IOException e) {
            throw new Failure(1, root + ": " + Reasons.of(e));
        }
    }

    private String inside(String name) throws Refused {
        for (String part : name.split("/")) {
            if (part.equals("..") || part.indexOf('\0') >= 0) {
                throw new Refused(TftpMessage.ACCESS, "Access violation");
            }
        }
        String relative = name;
        while (relative.startsWith("/")) {
            relative = relative.substring(1);
        }
        if (relative.isEmpty() || relative.endsWith("/")) {
            throw new Refused(TftpMessage.NOT_FOUND, "File not found");
        }
        return root + relative;
    }

    /** A file to be read. @throws Refused */
    File toRead(String name) throws Refused {
        String file = inside(name);
        try {
            Path real = io.path(file).toRealPath();
            if (!real.startsWith(realRoot)) {
                throw new Refused(TftpMessage.ACCESS, "Access violation");
            }
            if ((io.stat(file, true)[FileFlags.ST_MODE] & FileFlags.S_IFMT) != FileFlags.S_IFREG) {
                throw new Refused(TftpMessage.ACCESS, "Not a file");
            }
            return io.file(file);
        } catch (IOException e) {
            throw new Refused(TftpMessage.NOT_FOUND, "File not found");
        }
    }

    /** A file to be written, which may be there or not. @throws Refused */
    File toWrite(String name) throws Refused {
        if (!writable) {
            throw new Refused(TftpMessage.ACCESS, "Writing is not allowed");
        }
        String file = inside(name);
        try {
            Path path = io.path(file);
            Path folder = path.toAbsolutePath().getParent().toRealPath();
            boolean outside = !folder.startsWith(realRoot) || path.toFile().exists() && !path.toRealPath().startsWith(realRoot)
                || java.nio.file.Files.isSymbolicLink(path);
            if (outside || io.file(file).isDirectory()) {
                throw new Refused(TftpMessage.ACCESS, "Access violation");
            }
            return io.file(file);
        } catch (IOException e) {
            throw new Refused(TftpMessage.NOT_FOUND, "There is no such folder");
        }
    }
}
