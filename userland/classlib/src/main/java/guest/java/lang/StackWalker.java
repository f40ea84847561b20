package guest.java.lang;

import guest.java.util.ArrayList;
import guest.java.util.List;
import guest.java.util.Objects;
import guest.java.util.Set;
import guest.java.util.function.Consumer;
import guest.java.util.function.Function;
import guest.java.util.stream.Stream;
import guest.rt.Kernel;
import java.lang.invoke.MethodType;

/** Walks the frames of the calling thread. All frames are taken at once; frames of the machinery are left out. */
public final class StackWalker {
    public enum Option {
        RETAIN_CLASS_REFERENCE, DROP_METHOD_INFO, SHOW_REFLECT_FRAMES, SHOW_HIDDEN_FRAMES
    }

    public interface StackFrame {
        String getClassName();

        String getMethodName();

        Class<?> getDeclaringClass();

        default MethodType getMethodType() {
            throw new UnsupportedOperationException();
        }

        default String getDescriptor() {
            throw new UnsupportedOperationException();
        }

        int getByteCodeIndex();

        String getFileName();

        int getLineNumber();

        boolean isNativeMethod();

        StackTraceElement toStackTraceElement();
    }

    private record Frame(Class<?> cls, MethodType type, int index, StackTraceElement element, boolean retain)
        implements StackFrame {
        @Override
        public String getClassName() {
            return element.getClassName();
        }

        @Override
        public String getMethodName() {
            return element.getMethodName();
        }

        @Override
        public Class<?> getDeclaringClass() {
            checkRetained();
            return cls;
        }

        private void checkRetained() {
            if (!retain) {
                throw new UnsupportedOperationException("No access to RETAIN_CLASS_REFERENCE");
            }
        }

        @Override
        public MethodType getMethodType() {
            checkRetained();
            return type;
        }

        @Override
        public String getDescriptor() {
            return type.toMethodDescriptorString();
        }

        @Override
        public int getByteCodeIndex() {
            return index;
        }

        @Override
        public String getFileName() {
            return element.getFileName();
        }

        @Override
        public int getLineNumber() {
            return element.getLineNumber();
        }

        @Override
        public boolean isNativeMethod() {
            return false;
        }

        @Override
        public StackTraceElement toStackTraceElement() {
            return element;
        }

        @Override
        public String toString() {
            return element.toString();
        }
    }

    private final boolean retain;

    private StackWalker(boolean retain) {
        this.retain = retain;
    }

    public static StackWalker getInstance() {
        return new StackWalker(false);
    }

    public static StackWalker getInstance(Option option) {
        return new StackWalker(Objects.requireNonNull(option) == Option.RETAIN_CLASS_REFERENCE);
    }

    public static StackWalker getInstance(Set<Option> options) {
        return new StackWalker(options.contains(Option.RETAIN_CLASS_REFERENCE));
    }

    public static StackWalker getInstance(Set<Option> options, int estimateDepth) {
        if (estimateDepth <= 0) {
            throw new IllegalArgumentException("estimateDepth must be > 0");
        }
        return getInstance(options);
    }

    public <T> T walk(Function<? super Stream<StackFrame>, ? extends T> function) {
        return function.apply(frames().stream());
    }

    public void forEach(Consumer<? super StackFrame> action) {
        List<StackFrame> frames = frames();
        for (int i = 0; i < frames.size(); i++) {
            action.accept((StackFrame) frames.get(i));
        }
    }

    public Class<?> getCallerClass() {
        if (!retain) {
            throw new UnsupportedOperationException("This stack walker does not have RETAIN_CLASS_REFERENCE access");
        }
        List<StackFrame> frames = frames();
        if (frames.size() < 2) {
            throw new IllegalCallerException("no caller frame");
        }
        return ((StackFrame) frames.get(1)).getDeclaringClass();
    }

    private List<StackFrame> frames() {
        List<StackFrame> frames = new ArrayList<>();
        for (Object[] f : Kernel.GATE.frames()) {
            Class<?> c = (Class<?>) f[0];
            if (c == guest.rt.Entry.class) {
                break;
            }
            if (c != StackWalker.class) {
                StackTraceElement[] element = guest.rt.Frames.guestTrace(
                    new StackTraceElement[] {(StackTraceElement) f[3]});
                if (element.length > 0) {
                    frames.add(new Frame(c, (MethodType) f[1], (Integer) f[2], element[0], retain));
                }
            }
        }
        return frames;
    }
}
