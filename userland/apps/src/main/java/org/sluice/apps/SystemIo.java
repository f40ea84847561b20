package org.sluice.apps;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.io.AreaChannel;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** The process' own streams, environment and kernel. */
final class SystemIo extends Io implements Programs {
    private InputStream in;
    private Output out;
    private Output err;

    @Override
    public InputStream in() {
        if (in == null) {
            in = new FileInputStream(FileDescriptor.in);
        }
        return in;
    }

    @Override
    public Output out() {
        if (out == null) {
            out = new Output(new FileOutputStream(FileDescriptor.out), isTerminal(1));
        }
        return out;
    }

    @Override
    public Output err() {
        if (err == null) {
            err = new Output(new FileOutputStream(FileDescriptor.err), true);
        }
        return err;
    }

    @Override
    public String variable(String name) {
        return System.getenv(name);
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public SystemCalls calls() {
        return Sys.calls();
    }

    @Override
    public Programs programs() {
        return this;
    }

    @Override
    protected File directory() {
        return null;
    }

    @Override
    public String workingDirectory() throws IOException {
        byte[] buffer = new byte[4096];
        int length = Sys.check(calls().getcwd(buffer), "getcwd");
        return Utf8.decode(buffer, 0, length);
    }

    @Override
    public long[] stat(String name, boolean follow) throws IOException {
        long[] stat = new long[FileFlags.ST_LENGTH];
        int result = name.isEmpty() ? -Errno.ENOENT : calls().stat(name, stat, follow ? 0 : FileFlags.O_NOFOLLOW);
        Sys.check(result, name);
        return stat;
    }

    @Override
    public AreaChannel areas(String name) throws IOException {
        return passing(name.equals("-") ? AreaChannel.of(calls(), 0, "stdin") : AreaChannel.open(calls(), name, FileFlags.O_RDONLY));
    }

    @Override
    public AreaChannel areasOut() throws IOException {
        return passing(AreaChannel.of(calls(), 1, "stdout"));
    }

    private static AreaChannel passing(AreaChannel channel) throws IOException {
        if (channel.passesMemory()) {
            return channel;
        }
        channel.close();
        return null;
    }

    @Override
    public boolean isTerminal(int handle) {
        return calls().ttySize(handle) >= 0;
    }

    @Override
    public void sleep(long nanos) throws IOException {
        Sys.check(calls().sleep(nanos), "sleep");
    }

    @Override
    public ClassLoader extendClassPath(String path) throws IOException {
        Sys.check(calls().classPath(path), path);
        return SystemIo.class.getClassLoader();
    }

    @Override
    public Running start(String[] command, Map<String, String> environment, int flags, String input, String error)
            throws IOException {
        Launch launch = Launch.of(command[0], java.util.Arrays.copyOfRange(command, 1, command.length)).flags(flags);
        if (environment != null) {
            launch = launch.environment(environment);
        }
        int inputHandle = -1;
        int errorHandle = -1;
        try {
            if (input != null) {
                inputHandle = Sys.check(calls().open(input, FileFlags.O_RDONLY, 0), input);
                launch = launch.handle(0, inputHandle);
            }
            if (error != null) {
                int how = FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC;
                errorHandle = Sys.check(calls().open(error, how, 0666), error);
                launch = launch.handle(2, errorHandle);
            }
            return new Started(launch.start());
        } finally {
            if (inputHandle >= 0) {
                calls().close(inputHandle);
            }
            if (errorHandle >= 0) {
                calls().close(errorHandle);
            }
        }
    }

    /** The errno of a failure of a system call, or 0 when the failure came from elsewhere. */
    static int errno(IOException failure) {
        return failure instanceof SysException system ? system.errno() : 0;
    }

    private static final class Started implements Running {
        private final Child child;

        Started(Child child) {
            this.child = child;
        }

        @Override
        public int pid() {
            return child.pid();
        }

        @Override
        public int waitFor() throws IOException {
            return child.waitFor();
        }
    }
}
