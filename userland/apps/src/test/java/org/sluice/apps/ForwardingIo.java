package org.sluice.apps;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.sluice.abi.SystemCalls;

/** Surroundings that forward to others, for tests that change one part of them. */
abstract class ForwardingIo extends Io {
    private final TestIo to;

    ForwardingIo(TestIo to) {
        this.to = to;
    }

    @Override
    public InputStream in() {
        return to.in();
    }

    @Override
    public Output out() {
        return to.out();
    }

    @Override
    public Output err() {
        return to.err();
    }

    @Override
    public String variable(String name) {
        return to.variable(name);
    }

    @Override
    public Map<String, String> environment() {
        return to.environment();
    }

    @Override
    public SystemCalls calls() {
        return to.calls();
    }

    @Override
    public Programs programs() {
        return to.programs();
    }

    @Override
    protected File directory() {
        return to.directory();
    }

    @Override
    public String workingDirectory() {
        return to.workingDirectory();
    }

    @Override
    public long[] stat(String name, boolean follow) throws IOException {
        return to.stat(name, follow);
    }

    @Override
    public boolean isTerminal(int handle) {
        return to.isTerminal(handle);
    }

    @Override
    public void sleep(long nanos) throws IOException {
        to.sleep(nanos);
    }

    @Override
    public ClassLoader extendClassPath(String path) throws IOException {
        return to.extendClassPath(path);
    }
}
