package guest.java.io;

import guest.java.util.ArrayList;
import guest.java.util.List;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;

/** What {@code java.io.File} does, by system calls. */
final class DefaultFileSystem {
    private DefaultFileSystem() {
    }

    static FileSystem getFileSystem() {
        return new SluiceFileSystem();
    }

    private static final class SluiceFileSystem extends FileSystem {
        private static final int DIRECTORY_BUFFER = 8192;
        private static final int NAME_MAX = 255;
        private static final int LINKS_MAX = 40;
        private static final int PATH_MAX = 4096;
        private static final long NANOS_PER_MILLI = 1_000_000;
        private static final int NEW_FILE = 0666;
        private static final int NEW_DIRECTORY = 0777;

        @Override
        public char getSeparator() {
            return '/';
        }

        @Override
        public char getPathSeparator() {
            return ':';
        }

        @Override
        public String normalize(String path) {
            if (path.indexOf("//") < 0 && (path.length() < 2 || !path.endsWith("/"))) {
                return path;
            }
            StringBuilder kept = new StringBuilder(path.length());
            for (int i = 0; i < path.length(); i++) {
                char c = path.charAt(i);
                if (c != '/' || kept.isEmpty() || kept.charAt(kept.length() - 1) != '/') {
                    kept.append(c);
                }
            }
            if (kept.length() > 1 && kept.charAt(kept.length() - 1) == '/') {
                kept.setLength(kept.length() - 1);
            }
            return kept.toString();
        }

        @Override
        public int prefixLength(String path) {
            return path.startsWith("/") ? 1 : 0;
        }

        @Override
        public String resolve(String parent, String child) {
            if (child.isEmpty()) {
                return parent;
            }
            if (child.charAt(0) == '/') {
                return child.equals("/") ? parent : parent.equals("/") ? child : parent + child;
            }
            return parent.equals("/") ? parent + child : parent + '/' + child;
        }

        @Override
        public String getDefaultParent() {
            return "/";
        }

        @Override
        public String fromURIPath(String path) {
            return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }

        @Override
        public boolean isAbsolute(File f) {
            return f.getPath().startsWith("/");
        }

        @Override
        public boolean isInvalid(File f) {
            return f.getPath().indexOf('\0') >= 0;
        }

        @Override
        public String resolve(File f) {
            return isAbsolute(f) ? f.getPath() : resolve(System.getProperty("user.dir"), f.getPath());
        }

        /** Symbolic links are followed and dots taken out as far as the path exists; the rest is kept. */
        @Override
        public String canonicalize(String path) throws IOException {
            String done = "";
            String left = path;
            int links = 0;
            while (!left.isEmpty()) {
                int slash = left.indexOf('/');
                String name = slash < 0 ? left : left.substring(0, slash);
                left = slash < 0 ? "" : left.substring(slash + 1);
                if (name.isEmpty() || name.equals(".")) {
                    continue;
                }
                if (name.equals("..")) {
                    done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
                    continue;
                }
                String next = done + '/' + name;
                byte[] target = new byte[PATH_MAX];
                int length = Kernel.CALLS.readlink(next, target);
                if (length < 0) {
                    done = next;
                } else if (++links > LINKS_MAX) {
                    throw new IOException(Errno.message(Errno.ELOOP));
                } else {
                    String to = Files.decode(target, 0, length);
                    done = to.startsWith("/") ? "" : done;
                    left = left.isEmpty() ? to : to + '/' + left;
                }
            }
            return done.isEmpty() ? "/" : done;
        }

        private static long[] stat(File f) {
            long[] stat = new long[FileFlags.ST_LENGTH];
            return Files.stat(f.getPath(), stat, 0) < 0 ? null : stat;
        }

        @Override
        public int getBooleanAttributes(File f) {
            long[] stat = stat(f);
            if (stat == null) {
                return 0;
            }
            int type = (int) stat[FileFlags.ST_MODE] & FileFlags.S_IFMT;
            return BA_EXISTS | (type == FileFlags.S_IFREG ? BA_REGULAR : 0) | (type == FileFlags.S_IFDIR ? BA_DIRECTORY : 0)
                | (f.getName().startsWith(".") ? BA_HIDDEN : 0);
        }

        @Override
        public boolean hasBooleanAttributes(File f, int attributes) {
            return (getBooleanAttributes(f) & attributes) == attributes;
        }

        @Override
        public boolean checkAccess(File f, int access) {
            // java.io.FileSystem and access() number the rights alike
            return Kernel.CALLS.access(f.getPath(), access) >= 0;
        }

        @Override
        public boolean setPermission(File f, int access, boolean enable, boolean ownerOnly) {
            long[] stat = stat(f);
            if (stat == null) {
                return false;
            }
            int bits = ownerOnly ? access << 6 : access << 6 | access << 3 | access;
            int mode = (int) stat[FileFlags.ST_MODE] & 07777;
            return Kernel.CALLS.chmod(f.getPath(), enable ? mode | bits : mode & ~bits) >= 0;
        }

        @Override
        public long getLastModifiedTime(File f) {
            long[] stat = stat(f);
            return stat == null ? 0 : Math.floorDiv(stat[FileFlags.ST_MTIME], NANOS_PER_MILLI);
        }

        @Override
        public long getLength(File f) {
            long[] stat = stat(f);
            return stat == null ? 0 : stat[FileFlags.ST_SIZE];
        }

        @Override
        public boolean createFileExclusively(String path) throws IOException {
            int handle = Kernel.CALLS.open(path, FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_EXCL, NEW_FILE);
            if (handle == -Errno.EEXIST) {
                return false;
            }
            Natives.check(handle);
            Files.close(handle);
            return true;
        }

        @Override
        public boolean delete(File f) {
            int result = Kernel.CALLS.unlink(f.getPath());
            return (result == -Errno.EISDIR ? Kernel.CALLS.rmdir(f.getPath()) : result) >= 0;
        }

        @Override
        public String[] list(File f) {
            int handle = Kernel.CALLS.open(f.getPath(), FileFlags.O_RDONLY | FileFlags.O_DIRECTORY, 0);
            if (handle < 0) {
                return null;
            }
            List<String> names = new ArrayList<>();
            byte[] buffer = new byte[DIRECTORY_BUFFER];
            int length;
            while ((length = Kernel.CALLS.readdir(handle, buffer)) > 0) {
                for (int from = 0, i = 0; i < length; i++) {
                    if (buffer[i] == 0) {
                        names.add(Files.decode(buffer, from, i - from));
                        from = i + 1;
                    }
                }
            }
            Files.close(handle);
            return length < 0 ? null : (String[]) names.toArray(new String[0]);
        }

        @Override
        public boolean createDirectory(File f) {
            return Kernel.CALLS.mkdir(f.getPath(), NEW_DIRECTORY) >= 0;
        }

        @Override
        public boolean rename(File from, File to) {
            return Kernel.CALLS.rename(from.getPath(), to.getPath()) >= 0;
        }

        @Override
        public boolean setLastModifiedTime(File f, long time) {
            return Kernel.CALLS.utimes(f.getPath(), Long.MIN_VALUE, time * NANOS_PER_MILLI) >= 0;
        }

        @Override
        public boolean setReadOnly(File f) {
            return setPermission(f, ACCESS_WRITE, false, false);
        }

        @Override
        public File[] listRoots() {
            return new File[] {new File("/")};
        }

        @Override
        public long getSpace(File f, int what) {
            long[] info = new long[FileFlags.FS_LENGTH];
            if (Kernel.CALLS.statfs(f.getPath(), info) < 0) {
                return 0;
            }
            return info[FileFlags.FS_BLOCK_SIZE] * info[what == SPACE_TOTAL ? FileFlags.FS_BLOCKS : FileFlags.FS_FREE];
        }

        @Override
        public int getNameMax(String path) {
            return NAME_MAX;
        }

        @Override
        public int compare(File a, File b) {
            return a.getPath().compareTo(b.getPath());
        }

        @Override
        public int hashCode(File f) {
            return f.getPath().hashCode() ^ 1234321;
        }
    }
}
