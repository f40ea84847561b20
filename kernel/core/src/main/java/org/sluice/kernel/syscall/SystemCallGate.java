package org.sluice.kernel.syscall;

import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;

/**
 * The kernel as one process sees it: every call enters and leaves here. On the way out errors become numbers, and a thread
 * whose process is ending or stopped goes no further.
 */
public final class SystemCallGate implements SystemCalls {
    private final Kernel kernel;
    private final Process process;
    private final ProcessCalls processes;
    private final ThreadCalls threads;
    private final FileCalls files;
    private final PortCalls ports;

    /** The gate of a process. */
    public SystemCallGate(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
        processes = new ProcessCalls(kernel, process);
        threads = new ThreadCalls(kernel, process);
        files = new FileCalls(kernel, process);
        ports = new PortCalls(kernel, process);
    }

    private int done(int result) {
        process.countCall();
        process.checkpoint();
        return result;
    }

    private long done(long result) {
        process.countCall();
        process.checkpoint();
        return result;
    }

    private int failed(CallFailed failure) {
        process.countCall();
        process.checkpoint();
        return -failure.errno();
    }

    /** A defect of the kernel: logged, and the caller gets an error instead of a foreign exception. */
    private int broken(String call, RuntimeException defect) {
        process.checkpoint();
        StackTraceElement[] stack = defect.getStackTrace();
        kernel.log().line("kernel", call + " of process " + process.id() + " failed: " + defect
            + (stack.length > 0 ? " at " + stack[0] : ""));
        return -Errno.EIO;
    }

    @Override
    public void exit(int status) {
        processes.exit(status);
    }

    @Override
    public int spawn(String path, String[] argv, String[] env, int[] handles, String cwd, int group, int flags) {
        try {
            return done(processes.spawn(path, argv, env, handles, cwd, group, flags));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("spawn", e);
        }
    }

    @Override
    public int waitProcess(int pid, int options, int[] status) {
        try {
            return done(processes.waitProcess(pid, options, status));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("waitProcess", e);
        }
    }

    @Override
    public int kill(int pid, int signal) {
        try {
            return done(processes.kill(pid, signal));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("kill", e);
        }
    }

    @Override
    public int signalAction(int signal, int disposition) {
        try {
            return done(processes.signalAction(signal, disposition));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("signalAction", e);
        }
    }

    @Override
    public int signalWait(long timeoutNanos) {
        try {
            return done(processes.signalWait(timeoutNanos));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("signalWait", e);
        }
    }

    @Override
    public int getpid() {
        return process.id();
    }

    @Override
    public int getppid() {
        return process.parentId();
    }

    @Override
    public int getpgid(int pid) {
        try {
            return done(processes.getpgid(pid));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("getpgid", e);
        }
    }

    @Override
    public int setpgid(int pid, int group) {
        try {
            return done(processes.setpgid(pid, group));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("setpgid", e);
        }
    }

    @Override
    public int classPath(String path) {
        try {
            return done(processes.classPath(path));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("classPath", e);
        }
    }

    @Override
    public int threadStart(Runnable body, String name, int priority, boolean daemon) {
        try {
            return done(threads.threadStart(body, name, priority, daemon));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("threadStart", e);
        }
    }

    @Override
    public int threadSelf() {
        return KernelThread.current().id();
    }

    @Override
    public int threadYield() {
        try {
            return done(threads.threadYield());
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("threadYield", e);
        }
    }

    @Override
    public int park(long nanos) {
        try {
            return done(threads.park(nanos));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("park", e);
        }
    }

    @Override
    public int unpark(int tid) {
        try {
            return done(threads.unpark(tid));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("unpark", e);
        }
    }

    @Override
    public int threadInterrupt(int tid) {
        try {
            return done(threads.threadInterrupt(tid));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("threadInterrupt", e);
        }
    }

    @Override
    public int threadClearInterrupt() {
        try {
            return done(threads.threadClearInterrupt());
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("threadClearInterrupt", e);
        }
    }

    @Override
    public int threadPriority(int tid, int priority) {
        try {
            return done(threads.threadPriority(tid, priority));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("threadPriority", e);
        }
    }

    @Override
    public int sleep(long nanos) {
        try {
            return done(threads.sleep(nanos));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("sleep", e);
        }
    }

    @Override
    public int poll() {
        process.poll();
        return 0;
    }

    @Override
    public long clock(int id) {
        try {
            return done(processes.clock(id));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("clock", e);
        }
    }

    @Override
    public int random(byte[] buffer, int offset, int length) {
        try {
            return done(processes.random(buffer, offset, length));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("random", e);
        }
    }

    @Override
    public int memory(long[] info) {
        try {
            return done(processes.memory(info));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("memory", e);
        }
    }

    @Override
    public int reserve(long bytes) {
        try {
            return done(processes.reserve(bytes));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("reserve", e);
        }
    }

    @Override
    public int charge(Object object, long bytes) {
        try {
            return done(processes.charge(object, bytes));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("charge", e);
        }
    }

    @Override
    public int open(String path, int flags, int mode) {
        try {
            return done(files.open(path, flags, mode));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("open", e);
        }
    }

    @Override
    public int close(int handle) {
        try {
            return done(files.close(handle));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("close", e);
        }
    }

    @Override
    public int read(int handle, byte[] buffer, int offset, int length) {
        try {
            return done(files.read(handle, buffer, offset, length));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("read", e);
        }
    }

    @Override
    public int write(int handle, byte[] buffer, int offset, int length) {
        try {
            return done(files.write(handle, buffer, offset, length));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("write", e);
        }
    }

    @Override
    public int pread(int handle, byte[] buffer, int offset, int length, long position) {
        try {
            return done(files.pread(handle, buffer, offset, length, position));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("pread", e);
        }
    }

    @Override
    public int pwrite(int handle, byte[] buffer, int offset, int length, long position) {
        try {
            return done(files.pwrite(handle, buffer, offset, length, position));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("pwrite", e);
        }
    }

    @Override
    public long seek(int handle, long offset, int whence) {
        try {
            return done(files.seek(handle, offset, whence));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("seek", e);
        }
    }

    @Override
    public int truncate(int handle, long length) {
        try {
            return done(files.truncate(handle, length));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("truncate", e);
        }
    }

    @Override
    public int sync(int handle) {
        try {
            return done(files.sync(handle));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("sync", e);
        }
    }

    @Override
    public int stat(String path, long[] stat, int flags) {
        try {
            return done(files.stat(path, stat, flags));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("stat", e);
        }
    }

    @Override
    public int fstat(int handle, long[] stat) {
        try {
            return done(files.fstat(handle, stat));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("fstat", e);
        }
    }

    @Override
    public int readdir(int handle, byte[] buffer) {
        try {
            return done(files.readdir(handle, buffer));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("readdir", e);
        }
    }

    @Override
    public int mkdir(String path, int mode) {
        try {
            return done(files.mkdir(path, mode));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("mkdir", e);
        }
    }

    @Override
    public int unlink(String path) {
        try {
            return done(files.unlink(path));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("unlink", e);
        }
    }

    @Override
    public int rmdir(String path) {
        try {
            return done(files.rmdir(path));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("rmdir", e);
        }
    }

    @Override
    public int rename(String from, String to) {
        try {
            return done(files.rename(from, to));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("rename", e);
        }
    }

    @Override
    public int symlink(String target, String path) {
        try {
            return done(files.symlink(target, path));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("symlink", e);
        }
    }

    @Override
    public int readlink(String path, byte[] buffer) {
        try {
            return done(files.readlink(path, buffer));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("readlink", e);
        }
    }

    @Override
    public int chmod(String path, int mode) {
        try {
            return done(files.chmod(path, mode));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("chmod", e);
        }
    }

    @Override
    public int utimes(String path, long accessNanos, long modifyNanos) {
        try {
            return done(files.utimes(path, accessNanos, modifyNanos));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("utimes", e);
        }
    }

    @Override
    public int access(String path, int mode) {
        try {
            return done(files.access(path, mode));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("access", e);
        }
    }

    @Override
    public int chdir(String path) {
        try {
            return done(files.chdir(path));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("chdir", e);
        }
    }

    @Override
    public int getcwd(byte[] buffer) {
        try {
            return done(files.getcwd(buffer));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("getcwd", e);
        }
    }

    @Override
    public int dup(int handle, int target) {
        try {
            return done(files.dup(handle, target));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("dup", e);
        }
    }

    @Override
    public int pipe(int[] handles) {
        try {
            return done(files.pipe(handles));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("pipe", e);
        }
    }

    @Override
    public int available(int handle) {
        try {
            return done(files.available(handle));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("available", e);
        }
    }

    @Override
    public int statfs(String path, long[] info) {
        try {
            return done(files.statfs(path, info));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("statfs", e);
        }
    }

    @Override
    public int ttyGet(int handle, int[] attributes) {
        try {
            return done(files.ttyGet(handle, attributes));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("ttyGet", e);
        }
    }

    @Override
    public int ttySet(int handle, int[] attributes) {
        try {
            return done(files.ttySet(handle, attributes));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("ttySet", e);
        }
    }

    @Override
    public int ttySize(int handle) {
        try {
            return done(files.ttySize(handle));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("ttySize", e);
        }
    }

    @Override
    public int ttyForeground(int handle, int group) {
        try {
            return done(files.ttyForeground(handle, group));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("ttyForeground", e);
        }
    }

    @Override
    public int portCreate(String name) {
        try {
            return done(ports.portCreate(name));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("portCreate", e);
        }
    }

    @Override
    public int portConnect(String name) {
        try {
            return done(ports.portConnect(name));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("portConnect", e);
        }
    }

    @Override
    public int portCall(int port, long[] words, int[] handles) {
        try {
            return done(ports.portCall(port, words, handles));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("portCall", e);
        }
    }

    @Override
    public int portReceive(int port, long[] words, int[] handles) {
        try {
            return done(ports.portReceive(port, words, handles));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("portReceive", e);
        }
    }

    @Override
    public int portReply(int token, int status, long[] words, int[] handles) {
        try {
            return done(ports.portReply(token, status, words, handles));
        } catch (CallFailed e) {
            return failed(e);
        } catch (RuntimeException e) {
            return broken("portReply", e);
        }
    }
}
