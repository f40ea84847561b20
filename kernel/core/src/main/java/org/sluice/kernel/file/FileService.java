package org.sluice.kernel.file;

/**
 * The file service: one tree of names. All paths are absolute, may contain "." and "..", repeated slashes and symbolic
 * links. Errors are {@link org.sluice.kernel.CallFailed} with the numbers {@link org.sluice.abi.SystemCalls} lists.
 */
public interface FileService {
    FileSession open(String path, int flags, int mode);

    void stat(String path, long[] stat, boolean noFollow);

    void mkdir(String path, int mode);

    void unlink(String path);

    void rmdir(String path);

    void rename(String from, String to);

    void symlink(String target, String path);

    String readlink(String path);

    void chmod(String path, int mode);

    void utimes(String path, long accessNanos, long modifyNanos);

    void access(String path, int mode);

    void statfs(String path, long[] info);

    /** The path without ".", ".." and symbolic links; every part must exist. */
    String resolve(String path);

    /** Mounts a tree of generated text, such as {@code /proc}; the mount point is made if it does not exist. */
    void mountView(String point, ViewDirectory root);

    /** One line a mount in the format of {@code /proc/mounts}. */
    String mounts();

    /** Reads a whole file. @throws org.sluice.kernel.CallFailed EFBIG beyond the limit */
    byte[] readAll(String path, int limit);
}
