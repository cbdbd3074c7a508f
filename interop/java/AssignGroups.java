import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;

/**
 * Shares partitions out with Kafka's own assignors: reads groups, a JSON object a line, and answers each
 * by a line.
 *
 *     {"assignor": "RangeAssignor", "generation": 1,
 *      "topics": {"t0": [["r0"], []]},                       the racks of each partition's replicas
 *      "members": {"m": {"subscription": "0003...", "groupInstanceId": null}}}
 *     {"m": {"assignment": "0003...", "userData": null}}     what it will tell when it joins again
 *     {"error": "java.lang...."}
 */
public final class AssignGroups {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(JSON.writeValueAsString(answerOrError(JSON.readTree(line))));
        }
    }

    /** Kafka's sticky assignors fail for some groups: their NullPointerException is an answer, too. */
    private static ObjectNode answerOrError(JsonNode group) throws Exception {
        try {
            return answer(group);
        } catch (RuntimeException error) {
            return JSON.createObjectNode().put("error", error.toString());
        }
    }

    @SuppressWarnings("removal")
    private static ObjectNode answer(JsonNode group) throws Exception {
        Map<String, Subscription> subscriptions = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : group.get("members").properties()) {
            subscriptions.put(member.getKey(), subscription(member.getValue()));
        }
        Map<String, Assignment> assignments = assignor(group)
            .assign(cluster(group.get("topics")), new GroupSubscription(subscriptions))
            .groupAssignment();
        ObjectNode answer = JSON.createObjectNode();
        for (Map.Entry<String, Assignment> one : assignments.entrySet()) {
            ObjectNode member = answer.putObject(one.getKey());
            member.put("assignment", hex(ConsumerProtocol.serializeAssignment(one.getValue())));
            ConsumerPartitionAssignor its = assignor(group);
            int generation = group.get("generation").asInt();
            its.onAssignment(one.getValue(),
                new ConsumerGroupMetadata("g", generation, one.getKey(), Optional.empty()));
            member.put("userData", hex(its.subscriptionUserData(Set.of())));
        }
        return answer;
    }

    private static ConsumerPartitionAssignor assignor(JsonNode group) throws Exception {
        String name = "org.apache.kafka.clients.consumer." + group.get("assignor").asText();
        return (ConsumerPartitionAssignor) Class.forName(name).getDeclaredConstructor().newInstance();
    }

    private static Subscription subscription(JsonNode member) {
        byte[] bytes = HexFormat.of().parseHex(member.get("subscription").asText());
        Subscription subscription = ConsumerProtocol.deserializeSubscription(ByteBuffer.wrap(bytes));
        JsonNode name = member.get("groupInstanceId");
        subscription.setGroupInstanceId(name.isNull() ? Optional.empty() : Optional.of(name.asText()));
        return subscription;
    }

    private static Cluster cluster(JsonNode topics) {
        List<PartitionInfo> partitions = new ArrayList<>();
        Map<String, Node> nodes = new HashMap<>();
        for (Map.Entry<String, JsonNode> topic : topics.properties()) {
            for (int number = 0; number < topic.getValue().size(); number++) {
                List<Node> replicas = new ArrayList<>();
                for (JsonNode rack : topic.getValue().get(number)) {
                    replicas.add(nodes.computeIfAbsent(rack.asText(),
                        id -> new Node(nodes.size(), "h", 1, id)));
                }
                Node[] all = replicas.toArray(new Node[0]);
                partitions.add(new PartitionInfo(topic.getKey(), number, null, all, all));
            }
        }
        return new Cluster("c", nodes.values(), partitions, Set.of(), Set.of());
    }

    private static String hex(ByteBuffer buffer) {
        if (buffer == null) return null;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
