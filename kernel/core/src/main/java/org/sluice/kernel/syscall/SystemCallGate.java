package org.sluice.kernel.syscall;

import java.lang.foreign.MemorySegment;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.process.ProgramLoader;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.code.StackReserve;

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
    private final AreaCalls memory;
    private final VectorCalls vectors;
    private final PagingCalls paging;
    private final SocketCalls sockets;
    private final PollCalls polling;

    /** The gate of a process. */
    SystemCallGate(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
        processes = new ProcessCalls(kernel, process);
        threads = new ThreadCalls(kernel, process);
        files = new FileCalls(kernel, process);
        ports = new PortCalls(kernel, process);
        memory = new AreaCalls(process);
        vectors = new VectorCalls(kernel, process);
        paging = new PagingCalls(process);
        sockets = new SocketCalls(kernel, process);
        polling = new PollCalls(kernel, process);
    }

    /** Makes the gates of a kernel's processes; that of a traced one is wrapped into a {@link CallTracer}. */
    public static ProgramLoader.Gates of(Kernel kernel) {
        return (process, traced) -> {
            SystemCallGate gate = new SystemCallGate(kernel, process);
            return traced ? CallTracer.wrap(gate, process) : gate;
        };
    }

    private interface IntCall {
        int run();
    }

    private interface LongCall {
        long run();
    }

    /**
     * Makes a call: counts it, runs it, holds the thread back while its process is stopped or ending, and turns what went wrong
     * into a number. The host inlines it into each call, so the indirection costs nothing.
     */
    private int enter(String name, IntCall call) {
        StackReserve.check();
        process.countCall();
        int result;
        try {
            result = call.run();
        } catch (CallFailed e) {
            result = -e.errno();
        } catch (RuntimeException e) {
            result = broken(name, e);
        }
        process.checkpoint();
        return result;
    }

    private long enterLong(String name, LongCall call) {
        StackReserve.check();
        process.countCall();
        long result;
        try {
            result = call.run();
        } catch (CallFailed e) {
            result = -e.errno();
        } catch (RuntimeException e) {
            result = broken(name, e);
        }
        process.checkpoint();
        return result;
    }

    /** A defect of the kernel: logged, and the caller gets an error instead of a foreign exception. */
    private int broken(String call, RuntimeException defect) {
        StackTraceElement[] stack = defect.getStackTrace();
        kernel.log().line("kernel", call + " of process " + process.id() + " failed: " + defect
            + (stack.length > 0 ? " at " + stack[0] : ""));
        return -Errno.EIO;
    }

    @Override
    public void exit(int status) {
        enter("exit", () -> processes.exit(status));
    }

    @Override
    public int spawn(String path, String[] argv, String[] env, int[] handles, String cwd, int group, int flags) {
        return enter("spawn", () -> processes.spawn(path, argv, env, handles, cwd, group, flags));
    }

    @Override
    public int waitProcess(int pid, int options, int[] status) {
        return enter("waitProcess", () -> processes.waitProcess(pid, options, status));
    }

    @Override
    public int kill(int pid, int signal) {
        return enter("kill", () -> processes.kill(pid, signal));
    }

    @Override
    public int signalAction(int signal, int disposition) {
        return enter("signalAction", () -> processes.signalAction(signal, disposition));
    }

    @Override
    public int signalWait(long timeoutNanos) {
        return enter("signalWait", () -> processes.signalWait(timeoutNanos));
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
        return enter("getpgid", () -> processes.getpgid(pid));
    }

    @Override
    public int setpgid(int pid, int group) {
        return enter("setpgid", () -> processes.setpgid(pid, group));
    }

    @Override
    public int classPath(String path) {
        return enter("classPath", () -> processes.classPath(path));
    }

    @Override
    public int threadStart(Runnable body, String name, int priority, boolean daemon) {
        return enter("threadStart", () -> threads.threadStart(body, name, priority, daemon));
    }

    @Override
    public int threadSelf() {
        return KernelThread.current().id();
    }

    @Override
    public int threadYield() {
        return enter("threadYield", () -> threads.threadYield());
    }

    @Override
    public int park(long nanos) {
        return enter("park", () -> threads.park(nanos));
    }

    @Override
    public int unpark(int tid) {
        return enter("unpark", () -> threads.unpark(tid));
    }

    @Override
    public int threadInterrupt(int tid) {
        return enter("threadInterrupt", () -> threads.threadInterrupt(tid));
    }

    @Override
    public int threadClearInterrupt() {
        return enter("threadClearInterrupt", () -> threads.threadClearInterrupt());
    }

    @Override
    public int threadPriority(int tid, int priority) {
        return enter("threadPriority", () -> threads.threadPriority(tid, priority));
    }

    @Override
    public int sleep(long nanos) {
        return enter("sleep", () -> threads.sleep(nanos));
    }

    @Override
    public int poll() {
        if (!process.ending()) {
            StackReserve.check();
        }
        process.poll();
        return 0;
    }

    @Override
    public long clock(int id) {
        return enterLong("clock", () -> processes.clock(id));
    }

    @Override
    public int random(byte[] buffer, int offset, int length) {
        return enter("random", () -> processes.random(buffer, offset, length));
    }

    @Override
    public int memory(long[] info) {
        return enter("memory", () -> processes.memory(info));
    }

    @Override
    public int reserve(long bytes) {
        return enter("reserve", () -> processes.reserve(bytes));
    }

    @Override
    public int charge(Object object, long bytes) {
        return enter("charge", () -> processes.charge(object, bytes));
    }

    @Override
    public int open(String path, int flags, int mode) {
        return enter("open", () -> files.open(path, flags, mode));
    }

    @Override
    public int close(int handle) {
        return enter("close", () -> files.close(handle));
    }

    @Override
    public int read(int handle, byte[] buffer, int offset, int length) {
        return enter("read", () -> files.read(handle, buffer, offset, length));
    }

    @Override
    public int write(int handle, byte[] buffer, int offset, int length) {
        return enter("write", () -> files.write(handle, buffer, offset, length));
    }

    @Override
    public int pread(int handle, byte[] buffer, int offset, int length, long position) {
        return enter("pread", () -> files.pread(handle, buffer, offset, length, position));
    }

    @Override
    public int pwrite(int handle, byte[] buffer, int offset, int length, long position) {
        return enter("pwrite", () -> files.pwrite(handle, buffer, offset, length, position));
    }

    @Override
    public long seek(int handle, long offset, int whence) {
        return enterLong("seek", () -> files.seek(handle, offset, whence));
    }

    @Override
    public int truncate(int handle, long length) {
        return enter("truncate", () -> files.truncate(handle, length));
    }

    @Override
    public int sync(int handle) {
        return enter("sync", () -> files.sync(handle));
    }

    @Override
    public int stat(String path, long[] stat, int flags) {
        return enter("stat", () -> files.stat(path, stat, flags));
    }

    @Override
    public int fstat(int handle, long[] stat) {
        return enter("fstat", () -> files.fstat(handle, stat));
    }

    @Override
    public int readdir(int handle, byte[] buffer) {
        return enter("readdir", () -> files.readdir(handle, buffer));
    }

    @Override
    public int mkdir(String path, int mode) {
        return enter("mkdir", () -> files.mkdir(path, mode));
    }

    @Override
    public int unlink(String path) {
        return enter("unlink", () -> files.unlink(path));
    }

    @Override
    public int rmdir(String path) {
        return enter("rmdir", () -> files.rmdir(path));
    }

    @Override
    public int rename(String from, String to) {
        return enter("rename", () -> files.rename(from, to));
    }

    @Override
    public int symlink(String target, String path) {
        return enter("symlink", () -> files.symlink(target, path));
    }

    @Override
    public int readlink(String path, byte[] buffer) {
        return enter("readlink", () -> files.readlink(path, buffer));
    }

    @Override
    public int chmod(String path, int mode) {
        return enter("chmod", () -> files.chmod(path, mode));
    }

    @Override
    public int utimes(String path, long accessNanos, long modifyNanos) {
        return enter("utimes", () -> files.utimes(path, accessNanos, modifyNanos));
    }

    @Override
    public int access(String path, int mode) {
        return enter("access", () -> files.access(path, mode));
    }

    @Override
    public int chdir(String path) {
        return enter("chdir", () -> files.chdir(path));
    }

    @Override
    public int getcwd(byte[] buffer) {
        return enter("getcwd", () -> files.getcwd(buffer));
    }

    @Override
    public int dup(int handle, int target) {
        return enter("dup", () -> files.dup(handle, target));
    }

    @Override
    public int pipe(int[] handles) {
        return enter("pipe", () -> files.pipe(handles));
    }

    @Override
    public int available(int handle) {
        return enter("available", () -> files.available(handle));
    }

    @Override
    public int statfs(String path, long[] info) {
        return enter("statfs", () -> files.statfs(path, info));
    }

    @Override
    public int ttyGet(int handle, int[] attributes) {
        return enter("ttyGet", () -> files.ttyGet(handle, attributes));
    }

    @Override
    public int ttySet(int handle, int[] attributes) {
        return enter("ttySet", () -> files.ttySet(handle, attributes));
    }

    @Override
    public int ttySize(int handle) {
        return enter("ttySize", () -> files.ttySize(handle));
    }

    @Override
    public int ttyForeground(int handle, int group) {
        return enter("ttyForeground", () -> files.ttyForeground(handle, group));
    }

    @Override
    public int portCreate(String name) {
        return enter("portCreate", () -> ports.portCreate(name));
    }

    @Override
    public int portConnect(String name) {
        return enter("portConnect", () -> ports.portConnect(name));
    }

    @Override
    public int portCall(int port, long[] words, int[] handles, long[] areas) {
        return enter("portCall", () -> ports.portCall(port, words, handles, areas));
    }

    @Override
    public int portReceive(int port, long[] words, int[] handles, long[] areas) {
        return enter("portReceive", () -> ports.portReceive(port, words, handles, areas));
    }

    @Override
    public int portReply(int token, int status, long[] words, int[] handles, long[] areas) {
        return enter("portReply", () -> ports.portReply(token, status, words, handles, areas));
    }

    @Override
    public int areaAllocate(long bytes, int flags, long[] vector) {
        return enter("areaAllocate", () -> memory.areaAllocate(bytes, flags, vector));
    }

    @Override
    public int areaMap(long[] vector, int flags, MemorySegment[] views) {
        return enter("areaMap", () -> memory.areaMap(vector, flags, views));
    }

    @Override
    public int areaUnmap(long[] vector) {
        return enter("areaUnmap", () -> memory.areaUnmap(vector));
    }

    @Override
    public int areaRelease(long[] vector) {
        return enter("areaRelease", () -> memory.areaRelease(vector));
    }

    @Override
    public int areaShare(long[] vector, long[] shares) {
        return enter("areaShare", () -> memory.areaShare(vector, shares));
    }

    @Override
    public int areaInfo(long address, long[] info) {
        return enter("areaInfo", () -> memory.areaInfo(address, info));
    }

    @Override
    public int areaSplit(long address, long at, long[] halves) {
        return enter("areaSplit", () -> memory.areaSplit(address, at, halves));
    }

    @Override
    public int areaExtend(long address, int front) {
        return enter("areaExtend", () -> memory.areaExtend(address, front));
    }

    @Override
    public int readv(int handle, long[] vector, int flags, long[] report) {
        return enter("readv", () -> vectors.readv(handle, vector, flags, report));
    }

    @Override
    public int writev(int handle, long[] vector, int flags, long[] report) {
        return enter("writev", () -> vectors.writev(handle, vector, flags, report));
    }

    @Override
    public int preadv(int handle, long[] vector, long position, int flags, long[] report) {
        return enter("preadv", () -> vectors.preadv(handle, vector, position, flags, report));
    }

    @Override
    public int pwritev(int handle, long[] vector, long position, int flags, long[] report) {
        return enter("pwritev", () -> vectors.pwritev(handle, vector, position, flags, report));
    }

    @Override
    public long readAreas(int handle, long bytes, long[] vector, int flags, long[] report) {
        return enterLong("readAreas", () -> vectors.readAreas(handle, bytes, vector, flags, report));
    }

    @Override
    public long writeAreas(int handle, long[] vector, int flags, long[] report) {
        return enterLong("writeAreas", () -> vectors.writeAreas(handle, vector, flags, report));
    }

    @Override
    public long pageMap(int handle, long offset, long bytes, int flags) {
        return enterLong("pageMap", () -> paging.pageMap(handle, offset, bytes, flags));
    }

    @Override
    public int pageUnmap(long address) {
        return enter("pageUnmap", () -> paging.pageUnmap(address));
    }

    @Override
    public int pageSync(long address, long bytes) {
        return enter("pageSync", () -> paging.pageSync(address, bytes));
    }

    @Override
    public int pageFault(long address, boolean write) {
        return enter("pageFault", () -> paging.pageFault(address, write));
    }

    @Override
    public int pageAdvise(long address, long bytes, int advice) {
        return enter("pageAdvise", () -> paging.pageAdvise(address, bytes, advice));
    }

    @Override
    public long pageResident(long address, long bytes) {
        return enterLong("pageResident", () -> paging.pageResident(address, bytes));
    }

    @Override
    public int socket(int family, int type, int protocol) {
        return enter("socket", () -> sockets.socket(family, type, protocol));
    }

    @Override
    public int bind(int handle, long[] address) {
        return enter("bind", () -> sockets.bind(handle, address));
    }

    @Override
    public int connect(int handle, long[] address) {
        return enter("connect", () -> sockets.connect(handle, address));
    }

    @Override
    public int socketName(int handle, boolean peer, long[] address) {
        return enter("socketName", () -> sockets.socketName(handle, peer, address));
    }

    @Override
    public int getSocketOption(int handle, int option, long[] values) {
        return enter("getSocketOption", () -> sockets.getSocketOption(handle, option, values));
    }

    @Override
    public int setSocketOption(int handle, int option, long[] values) {
        return enter("setSocketOption", () -> sockets.setSocketOption(handle, option, values));
    }

    @Override
    public int sendTo(int handle, byte[] buffer, int offset, int length, int flags, long[] address) {
        return enter("sendTo", () -> sockets.sendTo(handle, buffer, offset, length, flags, address));
    }

    @Override
    public int receiveFrom(int handle, byte[] buffer, int offset, int length, int flags, long[] message) {
        return enter("receiveFrom", () -> sockets.receiveFrom(handle, buffer, offset, length, flags, message));
    }

    @Override
    public int listen(int handle, int backlog) {
        return enter("listen", () -> sockets.listen(handle, backlog));
    }

    @Override
    public int accept(int handle, int flags, long[] address) {
        return enter("accept", () -> sockets.accept(handle, flags, address));
    }

    @Override
    public int shutdown(int handle, int how) {
        return enter("shutdown", () -> sockets.shutdown(handle, how));
    }

    @Override
    public int pollFiles(long[] entries, int count, long timeout) {
        return enter("pollFiles", () -> polling.pollFiles(entries, count, timeout));
    }

    @Override
    public long socketReclaim(int handle, long[] vector, int flags, long[] report) {
        return enterLong("socketReclaim", () -> vectors.socketReclaim(handle, vector, flags, report));
    }
}
