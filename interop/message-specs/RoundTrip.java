/**
 * Decodes messages with Kafka's own generated classes and encodes them again.
 *
 *     java -cp 'lib/*' RoundTrip.java < lines
 *
 * Reads lines of `name version hex`, such as `FetchRequest 12 00ff...`, and answers each by a line:
 * the hex of the message encoded again, or `ERROR` and what went wrong. A line of `headers` is
 * answered by all header versions, as `api-key version request-header response-header`, and one of
 * `errors` by all error codes, as `code name retriable text`; rows end in a tab.
 */
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

public class RoundTrip {
    private static final List<String> CLASS_NAMES = List.of(
        "org.apache.kafka.common.message.%sData",
        "org.apache.kafka.common.message.%s",
        "org.apache.kafka.common.metadata.%s",
        "org.apache.kafka.raft.generated.%s",
        "org.apache.kafka.coordinator.group.generated.%s");

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        PrintStream out = new PrintStream(System.out, false);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(line));
        }
        out.flush();
    }

    private static String answer(String line) {
        if (line.equals("headers")) return headers();
        if (line.equals("errors")) return errors();
        String[] words = line.split(" ", -1);
        try {
            byte[] bytes = HexFormat.of().parseHex(words[2]);
            return HexFormat.of().formatHex(roundTrip(words[0], Short.parseShort(words[1]), bytes));
        } catch (Exception | StackOverflowError error) {
            return "ERROR " + error.toString().replace('\n', ' ');
        }
    }

    private static byte[] roundTrip(String name, short version, byte[] bytes) throws Exception {
        Message message = newMessage(name);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        message.read(new ByteBufferAccessor(buffer), version);
        if (buffer.hasRemaining()) {
            throw new IllegalStateException(buffer.remaining() + " bytes were not read");
        }
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer encoded = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(encoded), cache, version);
        return encoded.array();
    }

    private static Message newMessage(String name) throws Exception {
        for (String className : CLASS_NAMES) {
            try {
                Class<?> found = Class.forName(String.format(className, name));
                return (Message) found.getDeclaredConstructor().newInstance();
            } catch (ClassNotFoundException ignored) {
                // Try the next package.
            }
        }
        throw new ClassNotFoundException("no generated class for " + name);
    }

    private static String headers() {
        StringBuilder text = new StringBuilder();
        for (ApiKeys key : ApiKeys.values()) {
            if (!key.hasValidVersion()) continue;
            for (short version = key.messageType.lowestSupportedVersion();
                    version <= key.messageType.highestSupportedVersion(true); version++) {
                text.append(key.id).append(' ').append(version).append(' ')
                    .append(key.requestHeaderVersion(version)).append(' ')
                    .append(key.responseHeaderVersion(version)).append('\t');
            }
        }
        return text.toString();
    }

    private static String errors() {
        StringBuilder text = new StringBuilder();
        for (Errors error : Errors.values()) {
            boolean retriable = error.exception() instanceof RetriableException;
            text.append(error.code()).append(' ').append(error.name()).append(' ')
                .append(retriable).append(' ').append(error.message()).append('\t');
        }
        return text.toString();
    }
}
