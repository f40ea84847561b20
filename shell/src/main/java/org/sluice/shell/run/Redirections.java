package org.sluice.shell.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.syntax.Ast;

/** Carries redirections out on a handle table. */
final class Redirections {
    /** A here-document up to this size is put into the pipe at once; a larger one is fed by a thread. */
    private static final int PIPE_HOLDS = 60 * 1024;
    private static final int NEW_FILE = 0666;

    private final Interpreter shell;
    private final State state;
    private final SystemCalls sys;

    Redirections(Interpreter shell) {
        this.shell = shell;
        this.state = shell.state();
        this.sys = shell.session().sys();
    }

    /**
     * Changes the state's table; the caller has kept a copy to go back to.
     *
     * @return false when one failed, which has been reported
     */
    boolean apply(List<Ast.Redirect> redirects) {
        for (Ast.Redirect r : redirects) {
            String problem = r.handle() >= HandleTable.LIMIT ? r.handle() + ": Bad file descriptor" : apply(r);
            if (problem != null) {
                shell.error(problem);
                return false;
            }
        }
        return true;
    }

    private String apply(Ast.Redirect r) {
        return switch (r.kind()) {
            case READ -> open(r, FileFlags.O_RDONLY);
            case WRITE -> state.options().noClobber ? create(r)
                : open(r, FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC);
            case CLOBBER -> open(r, FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC);
            case APPEND -> open(r, FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_APPEND);
            case READ_WRITE -> open(r, FileFlags.O_RDWR | FileFlags.O_CREAT);
            case DUPLICATE -> duplicate(r);
            case HERE_DOCUMENT -> feed(r.handle(), shell.expander().text(r.document().body()));
            case HERE_STRING -> feed(r.handle(), shell.expander().text(r.target()) + "\n");
        };
    }

    /** With {@code set -C} a plain file must not be there yet; devices and pipes are opened as they are. */
    private String create(Ast.Redirect r) {
        String path = shell.expander().text(r.target());
        long[] stat = new long[FileFlags.ST_LENGTH];
        boolean exists = !path.isEmpty() && sys.stat(state.resolve(path), stat, 0) >= 0;
        if (exists && (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFREG) {
            return path + ": cannot overwrite existing file";
        }
        return open(r, path, FileFlags.O_WRONLY | (exists ? 0 : FileFlags.O_CREAT | FileFlags.O_EXCL));
    }

    private String open(Ast.Redirect r, int flags) {
        return open(r, shell.expander().text(r.target()), flags);
    }

    private String open(Ast.Redirect r, String path, int flags) {
        int handle = path.isEmpty() ? -Errno.ENOENT : sys.open(state.resolve(path), flags, NEW_FILE & ~state.mask());
        if (handle < 0) {
            return path + ": " + Errno.message(-handle);
        }
        state.handles().set(r.handle(), new Handle(sys, handle));
        return null;
    }

    private String duplicate(Ast.Redirect r) {
        String target = shell.expander().text(r.target());
        if (target.equals("-")) {
            state.handles().set(r.handle(), null);
            return null;
        }
        int number = 0;
        boolean digits = !target.isEmpty() && target.length() <= 3;
        for (int i = 0; i < target.length() && digits; i++) {
            digits = target.charAt(i) >= '0' && target.charAt(i) <= '9';
            number = number * 10 + target.charAt(i) - '0';
        }
        Handle handle = digits ? state.handles().get(number) : null;
        if (handle == null) {
            return target + ": Bad file descriptor";
        }
        state.handles().set(r.handle(), handle);
        return null;
    }

    private String feed(int number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ends = new int[2];
        int result = sys.pipe(ends);
        if (result < 0) {
            return "here-document: " + Errno.message(-result);
        }
        state.handles().set(number, new Handle(sys, ends[0]));
        if (bytes.length <= PIPE_HOLDS) {
            pour(ends[1], bytes);
        } else if (!new Worker(shell.session(), "here-document", () -> pour(ends[1], bytes)).start()) {
            sys.close(ends[1]);
            return "here-document: " + Errno.message(Errno.EAGAIN);
        }
        return null;
    }

    private void pour(int handle, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            int n = sys.write(handle, bytes, done, bytes.length - done);
            if (n <= 0) {
                break;
            }
            done += n;
        }
        sys.close(handle);
    }
}
