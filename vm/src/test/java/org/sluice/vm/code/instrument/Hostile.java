package org.sluice.vm.code.instrument;

import java.util.function.IntSupplier;

/** Programs that do not want to end. Every public method runs for ever unless it is killed. */
public final class Hostile {
    private static final Object LOCK = new Object();
    private static int count;

    private Hostile() {
    }

    public static void emptyLoop() {
        while (true) {
        }
    }

    public static void loopThatCatchesEverything() {
        while (true) {
            try {
                while (true) {
                    count++;
                }
            } catch (Throwable ignored) {
                continue;
            }
        }
    }

    public static void handlerWithoutLoop() {
        try {
            emptyLoop();
        } catch (Throwable ignored) {
            handlerWithoutLoop();
        }
    }

    public static void endlessFinally() {
        try {
            while (true) {
                count++;
            }
        } finally {
            while (true) {
                count--;
            }
        }
    }

    @SuppressWarnings("finally")
    public static void finallyThatContinues() {
        for (;;) {
            try {
                count++;
            } finally {
                continue;
            }
        }
    }

    private static int grow(int n) {
        return n < 2 ? n : grow(n - 1) + grow(n - 2);
    }

    public static void recursionThatRetries() {
        while (true) {
            try {
                count += grow(1000);
            } catch (Throwable ignored) {
                count++;
            }
        }
    }

    private static void deeper() {
        deeper();
    }

    public static void stackOverflowForEver() {
        while (true) {
            try {
                deeper();
            } catch (StackOverflowError ignored) {
                count++;
            }
        }
    }

    private static void deeperWithHandlers() {
        try {
            deeperWithHandlers();
        } catch (Throwable ignored) {
            deeperWithHandlers();
        } finally {
            deeperWithHandlers();
        }
    }

    public static void recursionWithHandlersAtEveryLevel() {
        deeperWithHandlers();
        emptyLoop();
    }

    public static void loopInMonitor() {
        synchronized (LOCK) {
            while (true) {
                count++;
            }
        }
    }

    public static synchronized void loopInSynchronizedMethod() {
        while (true) {
            try {
                while (true) {
                    count++;
                }
            } finally {
                count--;
            }
        }
    }

    public static void monitorWithEndlessFinally() {
        synchronized (LOCK) {
            try {
                while (true) {
                    count++;
                }
            } finally {
                while (true) {
                    count--;
                }
            }
        }
    }

    public static void countingPastTheEndOfInt() {
        int limit = Integer.MAX_VALUE - count * 0;
        for (int i = limit - 20; i <= limit; i++) {
            count++;
        }
    }

    public static void countingDownPastTheEndOfInt() {
        int limit = Integer.MIN_VALUE + count * 0;
        for (int i = limit + 20; i >= limit; i--) {
            count++;
        }
    }

    public static void longStrideOverTheEndOfInt() {
        int limit = Integer.MAX_VALUE - count * 0;
        for (int i = limit - 20; i < limit; i += 1000) {
            count++;
        }
    }

    public static void countingPastTheEndOfLong() {
        long limit = Long.MAX_VALUE - count * 0;
        for (long i = limit - 20; i <= limit; i++) {
            count++;
        }
    }

    public static void stepOfZero() {
        int step = count * 0;
        for (int i = 0; i < 10; i += step) {
            count++;
        }
    }

    public static void stepInTheWrongDirection() {
        int step = count * 0 - 1;
        while (true) {
            for (int i = 0; i < 10; i += step) {
                count++;
            }
        }
    }

    public static void nestOfShortLoops() {
        for (int a = 0; a < 60; a++) {
            for (int b = 0; b < 60; b++) {
                for (int c = 0; c < 60; c++) {
                    for (int d = 0; d < 60; d++) {
                        for (int e = 0; e < 60; e++) {
                            for (int f = 0; f < 60; f++) {
                                for (int g = 0; g < 60; g++) {
                                    count += a ^ b ^ c ^ d ^ e ^ f ^ g;
                                }
                            }
                        }
                    }
                }
            }
        }
        emptyLoop();
    }

    public static void longCount() {
        for (long i = 0; i < Long.MAX_VALUE; i++) {
            count++;
        }
    }

    public static void lambdaThatNeverReturns() {
        IntSupplier supplier = () -> {
            while (true) {
                count++;
            }
        };
        while (true) {
            try {
                count += supplier.getAsInt();
            } catch (Throwable ignored) {
                count++;
            }
        }
    }

    private static final class Initialised {
        private static int value = 1;

        static {
            while (value != 0) {
                count++;
            }
        }
    }

    public static void loopInStaticInitialiser() {
        count += Initialised.value;
    }

    private static final class Built {
        Built() {
            while (true) {
                try {
                    count++;
                } finally {
                    count--;
                }
            }
        }
    }

    public static void loopInConstructor() {
        new Built();
    }

    public static void reflectionThatWraps() throws Exception {
        while (true) {
            try {
                Hostile.class.getMethod("emptyLoop").invoke(null);
            } catch (Exception ignored) {
                count++;
            }
        }
    }

    public static void switchLoop() {
        int state = 0;
        while (true) {
            switch (state) {
                case 0:
                    state = 1;
                    continue;
                case 1:
                    state = 0;
                    continue;
                default:
            }
        }
    }
}
