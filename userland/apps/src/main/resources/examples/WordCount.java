import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often each word occurs in a file, or in standard input, and shows the ten most frequent. */
public class WordCount {
    public static void main(String[] args) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        try (Reader source = args.length > 0 ? new FileReader(args[0]) : new InputStreamReader(System.in);
                BufferedReader reader = new BufferedReader(source)) {
            String line;
            while ((line = reader.readLine()) != null) {
                for (String word : line.toLowerCase().split("\\W+")) {
                    if (!word.isEmpty()) {
                        counts.merge(word, 1, Integer::sum);
                    }
                }
            }
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(10)
                .forEach(entry -> System.out.printf("%7d %s%n", entry.getValue(), entry.getKey()));
    }
}
