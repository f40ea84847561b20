package org.sluice.apps.net.http;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Reasons;
import org.sluice.sys.SysException;

/** The files below a folder as answers to requests. */
final class Site {
    private static final Set<String> REFUSED = Set.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT");
    private static final String ALLOWED = "GET, HEAD, OPTIONS";
    private static final String INDEX = "index.html";
    private static final long NANOS = 1_000_000_000L;

    private final Io io;
    private final String root;
    private final Path realRoot;

    /** @throws Failure if it is no folder */
    Site(Io io, String root) {
        this.io = io;
        this.root = root.endsWith("/") ? root : root + "/";
        try {
            if (!is(io.stat(root, true), FileFlags.S_IFDIR)) {
                throw new Failure(1, root + ": " + Errno.message(Errno.ENOTDIR));
            }
            realRoot = io.path(root).toRealPath();
        } catch (IOException e) {
            throw new Failure(1, root + ": " + Reasons.of(e));
        }
    }

    private static boolean is(long[] stat, int type) {
        return (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == type;
    }

    /** The answer to a request. @throws HttpProblem 400, 403, 404, 405, 416, 417, 501, 503 */
    Answer answer(Request request) throws HttpProblem {
        if (request.field("expect") != null) {
            throw new HttpProblem(Status.EXPECTATION, "No expectations are met.");
        }
        switch (request.method()) {
            case "GET", "HEAD" -> { }
            case "OPTIONS" -> {
                return Answer.empty(Status.OK, 0).with("Allow", ALLOWED);
            }
            default -> {
                if (REFUSED.contains(request.method())) {
                    return Answer.page(Status.NOT_ALLOWED, "Files can be fetched only.").with("Allow", ALLOWED);
                }
                throw new HttpProblem(Status.NOT_IMPLEMENTED, "The method is not known.");
            }
        }
        String name = RequestPath.decode(request.target());
        try {
            return find(request, name);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private Answer find(Request request, String name) throws IOException, HttpProblem {
        String file = root + name;
        long[] stat = io.stat(file, true);
        if (!io.path(file).toRealPath().startsWith(realRoot)) {
            throw new HttpProblem(Status.FORBIDDEN, "The path leads out of what is served.");
        }
        boolean slash = name.isEmpty() || name.endsWith("/");
        if (is(stat, FileFlags.S_IFDIR)) {
            return slash ? folder(request, name) : moved(name);
        }
        if (slash || !is(stat, FileFlags.S_IFREG)) {
            throw new HttpProblem(slash ? Status.NOT_FOUND : Status.FORBIDDEN, slash ? "There is no such folder." : "This is no file.");
        }
        return file(request, file, stat);
    }

    private static Answer moved(String name) {
        StringBuilder location = new StringBuilder();
        for (String part : name.split("/")) {
            location.append('/').append(RequestPath.encode(part));
        }
        return Answer.page(Status.MOVED, "This is a folder.").with("Location", location.append('/').toString());
    }

    private Answer folder(Request request, String name) throws IOException, HttpProblem {
        String index = root + name + INDEX;
        try {
            long[] stat = io.stat(index, true);
            if (is(stat, FileFlags.S_IFREG)) {
                return find(request, name + INDEX);
            }
        } catch (IOException e) {
            // there is none: its files are listed
        }
        return Answer.text(Status.OK, "text/html; charset=utf-8", listing(name));
    }

    private String listing(String name) throws IOException, HttpProblem {
        String[] names = io.file(root + name).list();
        if (names == null) {
            throw new HttpProblem(Status.FORBIDDEN, "The folder cannot be read.");
        }
        Arrays.sort(names);
        String title = "Index of /" + Answer.escape(name);
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<title>").append(title).append("</title>\n<h1>").append(title).append("</h1>\n<pre>\n");
        if (!name.isEmpty()) {
            html.append("<a href=\"../\">../</a>\n");
        }
        for (String entry : names) {
            long[] stat;
            try {
                stat = io.stat(root + name + entry, true);
            } catch (IOException e) {
                continue; // gone since, or a link that leads nowhere
            }
            boolean folder = is(stat, FileFlags.S_IFDIR);
            String shown = entry + (folder ? "/" : "");
            LocalTime time = LocalTime.utc(stat[FileFlags.ST_MTIME] / NANOS);
            html.append("<a href=\"./").append(RequestPath.encode(entry)).append(folder ? "/" : "").append("\">").append(Answer.escape(shown)).append("</a>")
                .append(" ".repeat(Math.max(1, 40 - shown.length()))).append(time.date()).append(' ').append(time.clock()).append("  ")
                .append(folder ? "-" : Long.toString(stat[FileFlags.ST_SIZE])).append('\n');
        }
        return html.append("</pre>\n").toString();
    }

    private static Answer file(Request request, String file, long[] stat) throws HttpProblem {
        long size = stat[FileFlags.ST_SIZE];
        long modified = stat[FileFlags.ST_MTIME] / NANOS;
        String tag = "\"" + Long.toHexString(stat[FileFlags.ST_MTIME]) + "-" + Long.toHexString(size) + "\"";
        String date = HttpDate.format(modified);
        if (unchanged(request, tag, modified)) {
            return Answer.empty(Status.NOT_MODIFIED, -1).with("Last-Modified", date).with("ETag", tag);
        }
        String condition = request.field("if-range");
        boolean ranges = condition == null || condition.equals(tag) || HttpDate.parse(condition) == modified;
        ByteRange range;
        try {
            range = ranges ? ByteRange.parse(request.field("range"), size) : null;
        } catch (HttpProblem e) {
            return Answer.page(e.status(), e.getMessage()).with("Content-Range", "bytes */" + size);
        }
        Answer answer = Answer.file(range == null ? Status.OK : Status.PARTIAL, MimeTypes.of(file), file, range == null ? new ByteRange(0, size) : range);
        if (range != null) {
            answer.with("Content-Range", range.contentRange(size));
        }
        return answer.with("Last-Modified", date).with("ETag", tag).with("Accept-Ranges", "bytes");
    }

    /** RFC 9110, section 13.2.2: the tag decides where there is one. */
    private static boolean unchanged(Request request, String tag, long modified) {
        String tags = request.field("if-none-match");
        if (tags != null) {
            return tags.equals("*") || HeadText.has(tags.replace("W/", ""), tag);
        }
        String since = request.field("if-modified-since");
        return since != null && HttpDate.parse(since) >= modified;
    }

    /** What is said of a file that cannot be had. */
    static HttpProblem problem(IOException e) {
        int errno = e instanceof SysException system ? system.errno() : 0;
        if (errno == Errno.EACCES || errno == Errno.EPERM || e instanceof java.nio.file.AccessDeniedException) {
            return new HttpProblem(Status.FORBIDDEN, "The file may not be read.");
        }
        if (errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ENOMEM) {
            return new HttpProblem(Status.BUSY, "Too much is asked at once.");
        }
        boolean missing = errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.ELOOP || errno == Errno.ENAMETOOLONG
            || errno == Errno.EINVAL || e instanceof NoSuchFileException || e instanceof NotDirectoryException || e instanceof FileSystemException;
        return missing ? new HttpProblem(Status.NOT_FOUND, "There is no such file.") : new HttpProblem(Status.INTERNAL, "The file could not be read.");
    }
}
