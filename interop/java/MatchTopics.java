/**
 * Matches topics with regular expressions as Kafka's group coordinator does, by RE2/J.
 *
 *     java -cp 'lib/*' MatchTopics.java < lines
 *
 * The first line holds the names of the topics, separated by spaces; each further one is a pattern, in
 * hex. It is answered by the topics that match as a whole, or by `ERROR` and what Kafka tells of the
 * pattern.
 */
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

public class MatchTopics {
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        String[] topics = in.readLine().split(" ");
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            byte[] bytes = HexFormat.of().parseHex(line);
            out.append(answer(new String(bytes, StandardCharsets.UTF_8), topics)).append('\n');
        }
        System.out.print(out);
    }

    private static String answer(String regex, String[] topics) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException error) {
            return "ERROR " + error.getDescription();
        }
        List<String> matched = new ArrayList<>();
        for (String topic : topics) if (pattern.matcher(topic).matches()) matched.add(topic);
        return String.join(" ", matched);
    }
}
