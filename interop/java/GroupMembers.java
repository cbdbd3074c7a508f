import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.tools.VerifiableConsumer;

/**
 * Several of Kafka's VerifiableConsumers in one JVM, each on a thread of its own: a group of ten
 * Java members without ten JVMs. Who is killed by kill -9 takes all of its JVM along, so a member
 * that is to die alone gets one of its own.
 *
 *   args     bootstrap group topic count [key=value ...]
 *   stdin    "leave N": member N leaves in good order; the end of stdin: all do
 *   stdout   N TAB a line of that member's JSON
 */
public final class GroupMembers {
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[3]);
        List<VerifiableConsumer> members = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            VerifiableConsumer member = create(args, number);
            members.add(member);
            Thread thread = new Thread(member::run, "member-" + number);
            thread.start();
            threads.add(thread);
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.startsWith("leave ")) members.get(Integer.parseInt(line.substring(6))).close();
        }
        for (VerifiableConsumer member : members) member.close();
        for (Thread thread : threads) thread.join();
    }

    private static VerifiableConsumer create(String[] args, int number) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        properties.put("group.id", args[1]);
        properties.put("client.id", "java-" + number);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        for (int i = 4; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            properties.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        StringDeserializer strings = new StringDeserializer();
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, strings, strings);
        return new VerifiableConsumer(consumer, labelled(number), args[2], -1, false, false, true);
    }

    /** Each line goes out whole, behind the number of the member that says it. */
    private static PrintStream labelled(int number) {
        StringBuilder line = new StringBuilder();
        PrintStream stdout = System.out;
        OutputStream lines = new OutputStream() {
            @Override
            public void write(int single) {
                if (single != '\n') {
                    line.append((char) single);
                    return;
                }
                synchronized (stdout) {
                    stdout.print(number + "\t" + line + "\n");
                    stdout.flush();
                }
                line.setLength(0);
            }
        };
        return new PrintStream(lines, true, StandardCharsets.ISO_8859_1);
    }
}
