package org.sluice.kernel.fs.view;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.file.ViewLink;
import org.sluice.kernel.file.ViewNode;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.OpenFile;

/** An entry of a view tree, made for one lookup. */
abstract class ViewInode extends Inode {
    private final ViewFs fs;
    private final int mode;
    final long number;

    private ViewInode(ViewFs fs, int mode, long number) {
        super(fs);
        this.fs = fs;
        this.mode = mode;
        this.number = number;
    }

    static ViewInode of(ViewFs fs, ViewNode node, long number) {
        return switch (node) {
            case ViewDirectory directory -> new Directory(fs, directory, number);
            case ViewFile file -> new File(fs, file, number);
            case ViewLink link -> new Link(fs, link, number);
        };
    }

    @Override
    public int mode() {
        return mode;
    }

    @Override
    public void stat(long[] stat) {
        fill(stat, number, 0, fs.now());
    }

    private static final class Directory extends ViewInode {
        private final ViewFs fs;
        private final ViewDirectory view;

        Directory(ViewFs fs, ViewDirectory view, long number) {
            super(fs, FileFlags.S_IFDIR | 0555, number);
            this.fs = fs;
            this.view = view;
        }

        @Override
        public Inode lookup(String name) {
            ViewNode node = view.lookup(name);
            // a number from the names on the way: the same at every lookup, and of no use for anything but comparing
            return node == null ? null : of(fs, node, (number * 0x9e3779b97f4a7c15L + name.hashCode() >>> 1) | 2);
        }

        @Override
        public String[] names() {
            return view.names().toArray(new String[0]);
        }

        @Override
        public void stat(long[] stat) {
            super.stat(stat);
            stat[FileFlags.ST_NLINK] = 2;
        }
    }

    private static final class Link extends ViewInode {
        private final ViewLink view;

        Link(ViewFs fs, ViewLink view, long number) {
            super(fs, FileFlags.S_IFLNK | 0777, number);
            this.view = view;
        }

        @Override
        public String target() {
            return view.target();
        }
    }

    private static final class File extends ViewInode {
        private final ViewFile view;

        File(ViewFs fs, ViewFile view, long number) {
            super(fs, FileFlags.S_IFREG | 0644, number);
            this.view = view;
        }

        @Override
        public boolean readOnly() {
            return false;
        }

        @Override
        public void chmod(int bits) {
            throw new CallFailed(Errno.EROFS);
        }

        @Override
        public OpenFile open(int flags) {
            boolean read = (flags & FileFlags.O_ACCMODE) != FileFlags.O_WRONLY;
            return new Text(this, view, read ? view.text() : new byte[0]);
        }
    }

    /** One open's text. */
    private record Text(File inode, ViewFile view, byte[] text) implements OpenFile {
        @Override
        public int read(long position, byte[] buffer, int offset, int length) {
            if (position >= text.length) {
                return 0;
            }
            int n = (int) Math.min(length, text.length - position);
            System.arraycopy(text, (int) position, buffer, offset, n);
            return n;
        }

        @Override
        public int write(long position, byte[] buffer, int offset, int length) {
            if (!view.accept(Arrays.copyOfRange(buffer, offset, offset + length))) {
                throw new CallFailed(Errno.EACCES);
            }
            return length;
        }

        @Override
        public long size() {
            return text.length;
        }

        /** Truncating before writing is what a shell's redirection does; there is nothing to cut. */
        @Override
        public void truncate(long length) {
        }

        @Override
        public void stat(long[] stat) {
            inode.stat(stat);
        }
    }
}
