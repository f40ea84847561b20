package program;

import java.util.Locale;

/** Things that two processes must not share. */
public final class Shared {
    private Shared() {
    }

    /** {@code hold}: takes the locks of shared objects and keeps them; {@code try}: takes them and ends. */
    public static void main(String[] args) throws Exception {
        synchronized ("literal") {
            synchronized (String.class) {
                synchronized (Integer.valueOf(7)) {
                    if (args[0].equals("hold")) {
                        Locale.setDefault(Locale.GERMANY);
                        System.setProperty("left", "behind");
                        System.out.println("held");
                        Thread.sleep(Long.MAX_VALUE);
                    }
                    System.out.println(Locale.getDefault() + " " + System.getProperty("left"));
                }
            }
        }
    }
}
