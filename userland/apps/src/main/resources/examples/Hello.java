/** The smallest program: greets whoever is named on the command line. */
public class Hello {
    public static void main(String[] args) {
        String whom = args.length > 0 ? String.join(" ", args) : "world";
        System.out.println("Hello, " + whom + "!");
    }
}
