package org.sluice.net.dns;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code resolv.conf} says: whom to ask and how.
 *
 * @param servers  addresses in the order in which they are asked, at least one
 * @param search   domains that are tried behind a name
 * @param dots     a name with so many dots is first tried as it is
 * @param timeout  seconds that the first answer is waited for; doubled from one round to the next
 * @param attempts rounds
 * @param stream   whether to ask by TCP alone
 */
public record ResolverConfig(List<byte[]> servers, List<String> search, int dots, int timeout, int attempts, boolean stream) {
    /** The file, unless the environment's {@code RESOLV_CONF} names another. */
    public static final String FILE = "/etc/resolv.conf";

    private static final int MOST_SERVERS = 3;
    private static final int MOST_DOMAINS = 6;
    private static final int MOST_DOTS = 15;
    private static final int MOST_SECONDS = 30;
    private static final int MOST_ATTEMPTS = 5;

    /**
     * Reads a file's text. Lines that make no sense are passed over, numbers out of range are cut to it.
     *
     * @param text        {@code null} for no file: then the server is this machine
     * @param localDomain domains that take the place of the file's, separated by blanks; or {@code null}
     * @param options     options that are added to the file's; or {@code null}
     */
    public static ResolverConfig parse(String text, String localDomain, String options) {
        List<byte[]> servers = new ArrayList<>();
        List<String> search = new ArrayList<>();
        int[] numbers = {1, 5, 2, 0};
        for (String line : (text == null ? "" : text).split("\n")) {
            int comment = comment(line);
            String[] words = line.substring(0, comment).strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> {
                    byte[] address = words.length < 2 ? null : IpText.parse(words[1]);
                    if (address != null && address.length == 4 && servers.size() < MOST_SERVERS) {
                        servers.add(address);
                    }
                }
                case "search", "domain" -> search = domains(words, 1);
                case "options" -> options(words, 1, numbers);
                default -> {
                }
            }
        }
        if (localDomain != null) {
            search = domains(localDomain.strip().split("\\s+"), 0);
        }
        if (options != null) {
            options(options.strip().split("\\s+"), 0, numbers);
        }
        if (servers.isEmpty()) {
            servers.add(new byte[] {127, 0, 0, 1});
        }
        return new ResolverConfig(List.copyOf(servers), List.copyOf(search), numbers[0], numbers[1], numbers[2], numbers[3] != 0);
    }

    private static int comment(String line) {
        int hash = line.indexOf('#');
        int semicolon = line.indexOf(';');
        int first = hash < 0 ? semicolon : semicolon < 0 ? hash : Math.min(hash, semicolon);
        return first < 0 ? line.length() : first;
    }

    private static List<String> domains(String[] words, int from) {
        List<String> domains = new ArrayList<>();
        for (int i = from; i < words.length && domains.size() < MOST_DOMAINS; i++) {
            if (!words[i].isEmpty()) {
                domains.add(words[i]);
            }
        }
        return domains;
    }

    private static void options(String[] words, int from, int[] numbers) {
        for (int i = from; i < words.length; i++) {
            String word = words[i];
            if (word.startsWith("ndots:")) {
                numbers[0] = number(word, 0, MOST_DOTS, numbers[0]);
            } else if (word.startsWith("timeout:")) {
                numbers[1] = number(word, 1, MOST_SECONDS, numbers[1]);
            } else if (word.startsWith("attempts:")) {
                numbers[2] = number(word, 1, MOST_ATTEMPTS, numbers[2]);
            } else if (word.equals("use-vc")) {
                numbers[3] = 1;
            }
        }
    }

    private static int number(String word, int least, int most, int otherwise) {
        String digits = word.substring(word.indexOf(':') + 1);
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return otherwise;
        }
        return Math.clamp(Integer.parseInt(digits), least, most);
    }
}
