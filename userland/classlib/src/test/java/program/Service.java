package program;

/** A provider found in META-INF/services. */
public final class Service implements Runnable {
    @Override
    public void run() {
        System.out.println("served");
    }

    /** A program that only prints. */
    public static final class Main {
        private Main() {
        }

        /** Prints. */
        public static void main(String[] args) {
            new Service().run();
        }
    }
}
